import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'
import { BookClient, sampleToken, startBook } from '../support/book.ts'
import { send } from '../support/http.ts'

const folder = resolve(import.meta.dirname, '../../../src/dialects/book/examples')

interface Example {
  /** The place of the operation in the order in which the samples work: each needs what those before it have made. */
  readonly turn: number
  readonly operation: string
  readonly samples: readonly {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly response: { readonly status: number; readonly contentType?: string; readonly body?: unknown }
  }[]
}

const examples = new Map(
  globSync('*.json', { cwd: folder }).map((file) => {
    const example = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Example
    return [example.operation, example]
  }),
)

const server = await startBook()
after(() => server.stop())
/** The ids of the samples, and those that stand for them here. */
const ids = new Map<string, string>()
const sampleId = /[0-9a-f]{24}/g

/** A text with the moments in it left out, and with the ids of the samples as they are here. */
function normal(value: unknown, isSample: boolean): unknown {
  const text = JSON.stringify(value ?? null)
    .replace(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"a moment"')
    .replace(/\b\d{13}\b/g, '0')
  return JSON.parse(isSample ? text.replace(sampleId, (id) => ids.get(id) ?? id) : text)
}

test('every example is answered as it says', async () => {
  for (const { operation: name, samples } of [...examples.values()].sort((one, other) => one.turn - other.turn)) {
    for (const sample of samples) {
      const answer = await send(server, {
        method: sample.method,
        path: sample.path.replace(sampleId, (id) => ids.get(id) ?? id),
        headers: { ...sample.headers, Authorization: `Bearer ${sampleToken}` },
        ...(sample.body !== undefined && { body: sample.body }),
      })
      const { status, contentType, body } = sample.response
      assert.deepEqual(
        [answer.status, answer.headers['content-type']],
        [status, contentType],
        `${name}: ${answer.text}`,
      )
      const got: unknown = answer.text === '' ? null : JSON.parse(answer.text)
      const here = [...JSON.stringify(got).matchAll(sampleId)]
      for (const [at, [id]] of [...JSON.stringify(body ?? null).matchAll(sampleId)].entries()) {
        if (!ids.has(id)) ids.set(id, here[at]?.[0] ?? '')
      }
      assert.deepEqual(normal(got, false), normal(body, true), name)
    }
  }
})

test('no example shows a problem that no document describes', async () => {
  const client = new BookClient(server)
  const documentation = readFileSync(resolve(import.meta.dirname, '../../../docs/dialects/book.md'), 'utf8')
  for (const { samples } of examples.values()) {
    for (const { response } of samples) {
      const { type } = (response.body ?? {}) as { type?: string }
      if (type !== undefined)
        assert.ok(documentation.includes(`\`${type.replace('urn:problem-type:dialbook:', '')}\``), type)
    }
  }
  await client.ok(200, 'GET', '/me')
})
