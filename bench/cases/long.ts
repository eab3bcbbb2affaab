import { phoneGroups } from '../books.ts'
import { type BenchRequest, send } from '../request.ts'
import { add, always, inTurns, lox24, simotel } from './calls.ts'
import { bothEngines, type RequestCase } from './case.ts'

/** Requests and answers of many numbers. */
export const long: readonly RequestCase[] = [
  longCase('replace-10k', 'Simotel `groups/update`, 10,000 numbers', 2.5, (url) => replace(url, 10_000)),
  longCase('replace-1m', 'Simotel `groups/update`, 10⁶ numbers', 2, (url) => replace(url, 1_000_000)),
  longCase('put-1m', 'LOX24 `PUT` of 10⁶ with a column', undefined, async () =>
    inTurns([
      [0, 1].map((shift) =>
        lox24('PUT', `/groups/${phoneGroups.hundredThousand}`, { phones: entries(1_000_000, shift) }),
      ),
    ]),
  ),
  longCase('csv-1m', 'LOX24 `file/csv` of 10⁶', undefined, async () =>
    always(lox24('GET', `/groups/${phoneGroups.million}/file/csv`)),
  ),
  longCase('batch-16k', 'LOX24 `phones/batch`, 16,000 new ones', undefined, (url) => batches(url, 16_000, 40)),
  {
    ...longCase('batch-1m', 'LOX24 `phones/batch`, 10⁶ new ones', undefined, (url) => batches(url, 1_000_000, 10)),
    isLong: true,
  },
]

function longCase(name: string, title: string, goal: number | undefined, prepare: RequestCase['prepare']): RequestCase {
  return {
    kind: 'requests',
    table: 'long',
    name,
    title,
    book: 'phones',
    engines: bothEngines,
    connections: 1,
    ratio: 'time',
    ...(goal && { goal }),
    others: [1],
    prepare,
  }
}

async function replace(url: string, count: number) {
  const _id = await add(url, 'autodialer/groups', { name: 'bench' })
  return inTurns([
    [0, 1].map((shift) => simotel('autodialer/groups/update', { _id, name: 'bench', numbers: numbers(count, shift) })),
  ])
}

/** Batches into groups of their own, since a phone is new only once. */
async function batches(url: string, count: number, groups: number) {
  const ids: number[] = []
  while (ids.length < groups) {
    const answer = await send(url, lox24('POST', '/groups', { name: 'batch' }))
    ids.push(JSON.parse(answer.toString()).id)
  }
  const bodies: BenchRequest[] = ids.map((id) => lox24('POST', `/groups/${id}/phones/batch`, entries(count, 0)))
  return inTurns([bodies])
}

function entries(count: number, shift: number): object[] {
  return numbers(count, shift).map((phone, index) => ({ phone: `+${phone}`, a: `Name ${index}` }))
}

/** Numbers in no order and no two alike. */
function numbers(count: number, shift: number): string[] {
  return Array.from({ length: count }, (_, index) => String(989_120_000_000 + shift + ((index * 7919) % 1_000_003)))
}
