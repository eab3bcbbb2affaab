import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookClient, Fields } from './book.ts'

/** A field of a thing: a value at its limit, and values that break its rule. */
export type FieldRule = readonly [field: string, most: unknown, wrong: readonly unknown[]]

interface Noun {
  /** The path of the list: `/contacts`. */
  readonly path: string
  /** The members that a new thing needs, made anew for each. */
  readonly needed: () => Fields
  /** The things as the answer of `POST` shows them, where it has more than one. */
  readonly shown?: (answer: Fields) => Fields
}

/** Each field is made, read back, left alone by a change of nothing, changed, and kept where a wrong value is refused. */
export function testFields(
  client: BookClient,
  { path, needed, shown = (made) => made }: Noun,
  rules: readonly FieldRule[],
): void {
  for (const [field, most, wrong] of rules) {
    test(`${field} is kept as it was given, and what breaks its rule is refused`, async () => {
      const made = shown(await client.ok(201, 'POST', path, { ...needed(), [field]: most }))
      const at = `${path}/${made.id}`
      const read = async () => (await client.ok(200, 'GET', at))[field]
      assert.deepEqual([made[field], await read()], [most, most])
      assert.deepEqual((await client.ok(200, 'PATCH', at, {}))[field], most)
      for (const value of wrong) {
        for (const [method, to] of [
          ['PATCH', at],
          ['POST', path],
        ] as const) {
          const body = { ...(method === 'POST' && needed()), [field]: value }
          const problem = await client.refused(422, 'invalid-value', method, to, body)
          assert.equal(problem.field, field, JSON.stringify(value))
        }
      }
      assert.deepEqual(await read(), most)
      const other = shown(await client.ok(201, 'POST', path, needed()))
      assert.deepEqual((await client.ok(200, 'PATCH', `${path}/${other.id}`, { [field]: most }))[field], most)
      assert.deepEqual((await client.ok(200, 'GET', `${path}/${other.id}`))[field], most)
    })
  }
}

/** All pages of a list, one thing a page, and what each shows of itself. */
export async function walk(client: BookClient, path: string, list: string, field: string): Promise<unknown[]> {
  const found: unknown[] = []
  for (let after: unknown = 0; after !== null; ) {
    const page: Fields = await client.ok(200, 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=1&after=${after}`)
    found.push(...(page[list] as Fields[]).map((each) => each[field]))
    after = page.next
  }
  return found
}
