import { checkmarketHeaders, headers } from './book.ts'
import { type BenchRequest, send } from './load.ts'

/** One line of the report. */
export interface BenchCase {
  readonly name: string
  readonly title: string
  /** Groups in the book before the case begins. */
  readonly groups: number
  /** Connections of a load, or `single`: requests one after another, each timed by itself. */
  readonly load: { readonly connections: number } | 'single'
  /** The ratio to the bare server that must be reached: of requests a second at least, or of time at most. */
  readonly goal: { readonly atLeast: number } | { readonly atMost: number } | null
  /** Makes the things that the request needs, and the request. */
  prepare(url: string): Promise<BenchRequest>
}

/** The cases in the order in which they run: cases that need most memory come last. */
export const cases: readonly BenchCase[] = [
  updateCase('update-1', 'groups/update, 3 numbers, 1 connection', { connections: 1 }, 3, null),
  updateCase('update-64', 'groups/update, 3 numbers, 64 connections', { connections: 64 }, 3, { atLeast: 0.4 }),
  {
    name: 'users-64',
    title: 'pbx/users/update, 64 connections',
    groups: 0,
    load: { connections: 64 },
    goal: { atLeast: 0.4 },
    async prepare(url) {
      const number = String(Date.now())
      const _id = await add(url, 'pbx/users', { name: 'bench', number, secret: 'bench-secret' })
      const forward_policy = { Busy: '571', 'No Answer': '09158315762', UnAvailable: '570', All: '2121' }
      return call('pbx/users/update', { _id, active: 'yes', name: 'Test User', number, forward_policy, port: '5060' })
    },
  },
  searchCase('search-100k', 'groups/search, page of 20 among 100,000 groups, 64 connections', 100_000, 0, {
    atLeast: 0.3,
  }),
  searchCase('search-1m', 'the same among 1,000,000 groups', 1_000_000, 0, { atLeast: 0.3 }),
  searchCase('search-deep', 'page of 20 from 99,900 on, among 100,000', 100_000, 99_900, null),
  listCase(
    'cm-groups',
    'GET 3/contactgroups, filter and orderby, 100,000 groups in 500 folders',
    100_000,
    'contactgroups?filter=GroupFolderId%20eq%2017&orderby=Name%20desc',
  ),
  listCase('cm-groups-1m', 'a page by orderby alone, 1,000,000 groups', 1_000_000, 'contactgroups?orderby=Name%20desc'),
  listCase(
    'cm-folders',
    'GET 3/contactfolders, 100 folders with counts',
    100_000,
    'contactfolders?top=100&orderby=Name',
  ),
  listCase('cm-folders-1m', 'the same, 1,000,000 groups in them', 1_000_000, 'contactfolders?top=100&orderby=Name'),
  updateCase('replace-10k', 'groups/update, 10,000 numbers', 'single', 10_000, null),
  updateCase('replace-1m', 'groups/update, 1,000,000 numbers', 'single', 1_000_000, { atMost: 2 }),
]

function updateCase(
  name: string,
  title: string,
  load: BenchCase['load'],
  count: number,
  goal: BenchCase['goal'],
): BenchCase {
  return {
    name,
    title,
    groups: 0,
    load,
    goal,
    async prepare(url) {
      const _id = await add(url, 'autodialer/groups', { name: 'bench' })
      // The multiplier and the prime scatter the numbers: in no order, and no two alike.
      const numbers = Array.from({ length: count }, (_, index) =>
        String(989_120_000_000 + ((index * 7919) % 1_000_003)),
      )
      return call('autodialer/groups/update', { _id, name: 'bench', numbers, description: 'just for test' })
    },
  }
}

function searchCase(name: string, title: string, groups: number, start: number, goal: BenchCase['goal']): BenchCase {
  return {
    name,
    title,
    groups,
    load: { connections: 64 },
    goal,
    prepare: async () =>
      call('autodialer/groups/search', {
        alike: 'true',
        conditions: { name: '', description: '' },
        pagination: { start, count: 20, sorting: {} },
      }),
  }
}

/**
 * A page of a list in CheckMarket's dialect. It has no goal: the same page in a book ten times as large stands beside
 * it.
 */
function listCase(name: string, title: string, groups: number, path: string): BenchCase {
  return {
    name,
    title,
    groups,
    load: { connections: 64 },
    goal: null,
    prepare: async () => ({ method: 'GET', path: `/3/${path}`, headers: checkmarketHeaders, body: '' }),
  }
}

function call(operation: string, body: object): BenchRequest {
  return { path: `/api/v4/${operation}`, headers, body: JSON.stringify(body) }
}

async function add(url: string, resource: string, body: object): Promise<string> {
  const answer = await send(url, call(`${resource}/add`, body))
  return JSON.parse(answer.body.toString()).data._id
}
