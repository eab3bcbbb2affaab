import { type BookName, numberAt, phoneGroups } from '../books.ts'
import type { Next } from '../load.ts'
import { type BenchRequest, send } from '../request.ts'
import { always, lox24 } from './calls.ts'
import { bothEngines, type RequestCase } from './case.ts'

const { million, hundred } = phoneGroups
const rounds = 200

/** One phone of a list, and the groups that hold a number. */
export const phones: readonly RequestCase[] = [
  ...(
    [
      ['100', hundred, 100],
      ['1m', million, 1_000_000],
    ] as const
  ).flatMap(([label, group, count]) => [
    phoneCase(`phone-page@${label}`, `a page in the middle of ${label}`, async () =>
      always(lox24('GET', `/groups/${group}/phones?page=${Math.ceil(count / 60)}`)),
    ),
    phoneCase(`phone-new@${label}`, `add a new phone to ${label}`, async () =>
      counted((turn) =>
        lox24('POST', `/groups/${group}/phones`, { phone: `+4${turn}9${(turn * 7919) % 100_003}`, a: 'x' }),
      ),
    ),
    phoneCase(`phone-known@${label}`, `add a phone that is among ${label}`, async () =>
      counted((turn) => lox24('POST', `/groups/${group}/phones`, { phone: numberAt(group, (turn * 7919) % count) })),
    ),
    phoneCase(`phone-change@${label}`, `change one of ${label}`, async (url) => {
      const listed = await send(url, lox24('GET', `/groups/${group}/phones?page=${Math.ceil(count / 60)}`))
      const ids = JSON.parse(listed.toString()).map(({ id }: { id: string }) => id) as string[]
      return counted((turn) => lox24('PUT', `/phones/${ids[turn % ids.length]}`, { b: String(turn) }))
    }),
    {
      ...phoneCase(`phone-remove@${label}`, `remove one of ${label}`, async (url) => {
        const added = Array.from({ length: 4000 }, (_, index) => ({
          phone: `+7${String(index * 7919).padStart(10, '1')}`,
        }))
        const answer = await send(url, lox24('POST', `/groups/${group}/phones/batch`, added))
        const items = JSON.parse(answer.toString()) as { body: { id: string } }[]
        const ids = items.map(({ body }) => body.id)
        return counted((turn) => lox24('DELETE', `/phones/${ids[turn]}`))
      }),
      atMost: rounds,
    },
  ]),
  findCase('find-held', 'groups of a number that one of 1,003 holds', 'phones', (turn) =>
    numberAt(4 + (turn % 1000), turn % 900),
  ),
  findCase('find-none', 'groups of a number that none of 1,003 holds', 'phones', (turn) => numberAt(50_000 + turn, 0)),
  {
    ...findCase('find-held@10m', 'of 10,000 groups, with 10 million numbers', 'phones-10m', (turn) =>
      numberAt(2 + ((turn * 7919) % 9_999), turn % 900),
    ),
    isLong: true,
  },
]

function phoneCase(name: string, title: string, prepare: RequestCase['prepare']): RequestCase {
  return {
    kind: 'requests',
    table: 'phones',
    name,
    title,
    book: 'phones',
    engines: bothEngines,
    connections: 1,
    ratio: 'rate',
    others: name === 'phone-known@1m' ? [16] : [],
    prepare,
  }
}

function findCase(name: string, title: string, book: BookName, phone: (turn: number) => string): RequestCase {
  return {
    ...phoneCase(name, title, async () => counted((turn) => lox24('GET', `/${phone(turn)}`))),
    book,
    ratio: null,
    finds: true,
  }
}

/** Requests that differ with each turn, whatever connection they go by. */
function counted(request: (turn: number) => BenchRequest): Next {
  let turn = 0
  return () => request(turn++)
}
