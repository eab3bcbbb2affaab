import { addCheckMarketKey, checkmarketHeaders } from './book.ts'
import type { Child } from './child.ts'
import { type BenchRequest, send } from './load.ts'
import { fillBook, keys, openCore } from './scale/fill.ts'
import type { Place } from './scale/place.ts'

/** A kind of request that carries much, in either direction. */
export interface LongRequest {
  readonly name: string
  /** The request that prepares the book, before the first round. */
  readonly before?: () => BenchRequest
  /** The request of a round. Rounds differ where a repeated request would mean something else. */
  readonly request: (round: number) => BenchRequest
  /** The status of the answer, where it is a refusal. */
  readonly status?: number
}

const numbers = 1_000_000
/** The group that long requests are about: the first one of the book. */
const group = '/groups/1'

/** A book of 1,000 groups for long requests, with a key of each dialect. */
export async function fillForLongRequests(place: Place): Promise<void> {
  await fillBook(place, { groups: 1001, largest: 0, each: 3 })
  const core = await openCore(place)
  const [account] = await core.store.accounts.all()
  if (!account) throw new Error('the book has no account')
  await addCheckMarketKey(core, account.id)
  await core.store.close()
}

/** Adds a group, and returns its hex id. */
export async function addGroup({ url }: Child, name: string): Promise<string> {
  return JSON.parse((await send(url, simotel('groups/add', { name }))).body.toString()).data._id
}

/** A call of Simotel's dialect. */
export function simotel(operation: string, body: object): BenchRequest {
  return { path: `/api/v4/autodialer/${operation}`, headers: keys.simotel, body: JSON.stringify(body) }
}

/** Every kind of long request, for the group with the hex id. */
export function longRequests(hexId: string): LongRequest[] {
  const update = () => simotel('groups/update', { _id: hexId, numbers: phones() })
  const putWithColumn = () => lox24('PUT', group, { phones: entries(numbers) })
  const search = { alike: false, conditions: { _id: hexId }, pagination: { start: 0, count: 20, sorting: {} } }
  const batch = (count: number): LongRequest => ({
    name: `LOX24 phones/batch of ${count.toLocaleString('en')} new ones`,
    request: (round) => lox24('POST', `/groups/${2 + round}/phones/batch`, entries(count)),
  })
  return [
    { name: 'Simotel groups/update', request: update },
    { name: 'Simotel groups/upload', request: () => upload(phones().join('\n')) },
    { name: 'Simotel groups/search of a million', before: update, request: () => simotel('groups/search', search) },
    {
      name: 'Simotel groups/remove with a body of 60 MB',
      request: () => simotel('groups/remove', { more: padding() }),
      status: 413,
    },
    {
      name: 'LOX24 PUT group',
      request: () => lox24('PUT', group, { phones: phones().map((phone) => ({ phone: `+${phone}` })) }),
    },
    { name: 'LOX24 PUT group, column a', request: putWithColumn },
    {
      name: 'LOX24 file/csv',
      before: putWithColumn,
      request: () => ({ ...lox24('GET', `${group}/file/csv`), body: '' }),
    },
    ...[4000, 16_000, 100_000, numbers].map(batch),
    {
      name: 'CheckMarket POST group, 1 MB of JSON5',
      // The dialect reads a member that it does not know, and skips it.
      request: () => checkmarket(`{Name:'x',more:[${'{},'.repeat(340_000)}]}`),
    },
  ]
}

function entries(count: number): object[] {
  return phones()
    .slice(0, count)
    .map((phone, index) => ({ phone: `+${phone}`, a: `Name ${index}` }))
}

/** A million numbers, in no order and no two alike. */
function phones(): string[] {
  return Array.from({ length: numbers }, (_, index) => String(989_120_000_000 + ((index * 7919) % 1_000_003)))
}

/** A body that nobody has a reason to send: many small objects, which take longest to parse. */
function padding(): object[] {
  return Array.from({ length: 6_000_000 }, (_, index) => ({ a: index % 1000 }))
}

function lox24(method: BenchRequest['method'] | 'POST', path: string, body?: object): BenchRequest {
  return { ...(method !== 'POST' && method && { method }), path, headers: keys.lox24, body: JSON.stringify(body) }
}

function checkmarket(body: string): BenchRequest {
  const headers = { ...checkmarketHeaders, 'content-type': 'application/json' }
  return { path: '/3/contactgroups', headers, body }
}

function upload(content: string): BenchRequest {
  const boundary = 'bench-boundary'
  return {
    path: '/api/v4/autodialer/groups/upload',
    headers: { ...keys.simotel, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body:
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n` +
      `${content}\r\n--${boundary}--\r\n`,
  }
}
