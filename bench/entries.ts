import { addCredential } from '../src/core/credential/add-credential.ts'
import { createGroup } from '../src/core/group/create-group.ts'
import { entryListOf } from '../src/core/list/entry-list-builder.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { buildBook, startServer } from './book.ts'
import { median, send } from './load.ts'
import { owner } from './owner.ts'

/** The figures of one call on the entries of a group of one size: milliseconds a request, one after another. */
export interface EntryResult {
  readonly call: string
  readonly phones: number
  readonly median: number
  readonly p99: number
}

const sizes = [100, 100_000, 1_000_000]
const requests = 400
const key = '1234567:0123456789abcdef0123456789abcdef'
const headers = {
  'x-lox24-auth-token': key,
  'content-type': 'application/json',
  accept: 'application/json',
}

/** Measures a page, and adding, changing and removing one entry: each must cost the same whatever the group holds. */
export async function measureEntries(): Promise<EntryResult[]> {
  const book = await buildBook(0, async (core, accountId) => {
    const caller = onAccount(owner, accountId)
    await addCredential(core, caller, { dialect: 'lox24', scheme: 'token', token: key })
    for (const size of sizes) {
      const drafts = Array.from({ length: size }, (_, index) => ({ phone: `+49${100_000_000 + index * 7}` }))
      await createGroup(core, caller, { name: `${size}`, entries: entryListOf(drafts) })
    }
  })
  const server = await startServer(book.dataDir)
  const call = (method: string, path: string, body: object | null = null) =>
    send(server.url, { path, headers, body: body ? JSON.stringify(body) : '' }, method)

  const results: EntryResult[] = []
  for (const [index, phones] of sizes.entries()) {
    const path = `/groups/${index + 1}/phones`
    const measure = async (name: string, each: (turn: number) => Promise<{ milliseconds: number }>) => {
      const times: number[] = []
      for (let turn = 0; turn < requests; turn++) times.push((await each(turn)).milliseconds)
      const sorted = times.toSorted((one, other) => one - other)
      const p99 = sorted[Math.floor(requests * 0.99)] ?? Number.NaN
      results.push({ call: name, phones, median: median(times), p99 })
    }
    const made: string[] = []
    const pages = Math.floor(phones / 30)
    await measure('a page', (turn) => call('GET', `${path}?page=${1 + ((turn * 7919) % pages)}`))
    await measure('add one', async (turn) => {
      const answer = await call('POST', path, { phone: `+4${turn}9${(turn * 7919) % 100_003}`, a: 'x' })
      made.push(JSON.parse(answer.body.toString()).id)
      return answer
    })
    const listed = await call('GET', `${path}?page=${Math.ceil(pages / 2)}`)
    const inside: string[] = JSON.parse(listed.body.toString()).map(({ id }: { id: string }) => id)
    await measure('change one', (turn) => call('PUT', `/phones/${inside[turn % inside.length]}`, { b: String(turn) }))
    await measure('remove one', (turn) => call('DELETE', `/phones/${made[turn]}`))
  }
  await server.stop()
  await book.remove()
  return results
}

/** Prints the figures of each call side by side. */
export function printEntries(results: readonly EntryResult[]): void {
  const rows = [...new Set(results.map((each) => each.call))].map((name) => {
    const columns = results
      .filter((each) => each.call === name)
      .flatMap(({ phones, median: half, p99 }) => [
        [`${phones.toLocaleString('en')} phones, ms`, Number(half.toFixed(2))],
        [`${phones.toLocaleString('en')}, p99`, Number(p99.toFixed(2))],
      ])
    return [name, Object.fromEntries(columns)]
  })
  console.table(Object.fromEntries(rows))
}
