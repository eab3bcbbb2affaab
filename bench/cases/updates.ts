import { type BenchRequest, send } from '../request.ts'
import { add, checkmarket, inTurns, lox24, simotel } from './calls.ts'
import { bothEngines, type RequestCase } from './case.ts'
import { largest, sizes } from './sizes.ts'

/** Small durable writes. Each connection writes a thing of its own. */
export const updates: readonly RequestCase[] = [
  {
    ...updateOf('groups-100', 1),
    name: 'update-1',
    title: '`groups/update`, 3 numbers, one client',
    goal: 0.35,
  },
  ...[...sizes, ...largest].map(
    ({ book, size, label, engines, isLong }): RequestCase => ({
      ...updateOf(book, 64),
      name: `update-64@${label}`,
      title: `\`groups/update\`, 3 numbers, among ${size.toLocaleString('en')} groups`,
      engines,
      ...(isLong && { isLong }),
      goal: 0.4,
      series: { name: 'small update of a group', size },
    }),
  ),
  {
    ...updateOf('groups-100', 64),
    name: 'update-one',
    title: 'the same, all of one group',
    isLong: true,
    prepare: async (url) => {
      const next = await prepareUpdates(url, 1)
      return () => next(0)
    },
  },
  {
    kind: 'requests',
    table: 'updates',
    name: 'users-64',
    title: '`pbx/users/update`',
    book: 'groups-100',
    engines: bothEngines,
    connections: 64,
    ratio: 'rate',
    goal: 0.35,
    async prepare(url) {
      const users = await Promise.all(Array.from({ length: 64 }, (_, index) => addUser(url, index)))
      const forward_policy = { Busy: '571', 'No Answer': '09158315762', UnAvailable: '570', All: '2121' }
      return inTurns(
        users.map(({ _id, number }) =>
          ['Test User', 'Test User 2'].map((name) =>
            simotel('pbx/users/update', { _id, active: 'yes', name, number, forward_policy, port: '5060' }),
          ),
        ),
      )
    },
  },
  small('contact-add', 'CheckMarket `POST contacts`, each into a group of its own', async () => {
    let made = 0
    return (connection) =>
      checkmarket(`contacts?ContactGroupId=${1 + connection}`, 'POST', { Email: `a${made++}@example.com` })
  }),
  small('contact-update', 'CheckMarket `PUT contacts/{ContactId}`', async (url) => {
    const ids = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        idIn(url, checkmarket('contacts', 'POST', { Email: `a${index}@example.com` })),
      ),
    )
    return inTurns(
      ids.map((id) =>
        ['Ann', 'Bea'].map((FirstName) =>
          checkmarket(`contacts/${id}`, 'PUT', { FirstName, Email: `a${id}@example.com` }),
        ),
      ),
    )
  }),
  small('phone-change', 'LOX24 `PUT /phones/{id}`, each in a group of its own', async (url) => {
    const ids = await Promise.all(
      Array.from({ length: 64 }, async (_, index) => {
        const group = await idIn(url, lox24('POST', '/groups', { name: 'bench' }))
        return idIn(url, lox24('POST', `/groups/${group}/phones`, { phone: `+491510000${100 + index}` }))
      }),
    )
    return inTurns(
      ids.map((id) => ['+4915200001', '+4915200002'].map((phone) => lox24('PUT', `/phones/${id}`, { phone }))),
    )
  }),
  {
    kind: 'requests',
    table: 'updates',
    name: 'users-search',
    title: '`pbx/users/search` of one, its secret is opened',
    book: 'groups-100',
    engines: ['SQLite'],
    connections: 64,
    ratio: 'rate',
    async prepare(url) {
      const users = await Promise.all(Array.from({ length: 64 }, (_, index) => addUser(url, 100 + index)))
      return inTurns(
        users.map(({ number }) => [simotel('pbx/users/search', { alike: 'false', conditions: { number } })]),
      )
    },
  },
]

function small(name: string, title: string, prepare: RequestCase['prepare']): RequestCase {
  return {
    kind: 'requests',
    table: 'updates',
    name,
    title,
    book: 'groups-100',
    engines: bothEngines,
    connections: 64,
    ratio: 'rate',
    prepare,
  }
}

function updateOf(book: RequestCase['book'], connections: number) {
  return {
    kind: 'requests',
    table: 'updates',
    book,
    engines: bothEngines,
    connections,
    ratio: 'rate',
    prepare: (url: string) => prepareUpdates(url, connections),
  } as const
}

async function prepareUpdates(url: string, count: number) {
  const groups = await Promise.all(
    Array.from({ length: count }, () => add(url, 'autodialer/groups', { name: 'bench' })),
  )
  return inTurns(
    groups.map((_id) =>
      ['3333', '4444'].map((last) =>
        simotel('autodialer/groups/update', {
          _id,
          name: 'bench',
          numbers: ['1111', '2222', last],
          description: 'just for test',
        }),
      ),
    ),
  )
}

/** The id of what a request makes, in the two dialects that answer with it. */
async function idIn(url: string, request: BenchRequest): Promise<string> {
  const answer = JSON.parse((await send(url, request)).toString())
  return String(answer.id ?? answer.Data.ContactId)
}

async function addUser(url: string, index: number): Promise<{ readonly _id: string; readonly number: string }> {
  const number = String(10_000 + index)
  return { _id: await add(url, 'pbx/users', { name: 'bench', number, secret: 'bench-secret' }), number }
}
