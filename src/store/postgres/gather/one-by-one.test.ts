import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Books, groups, type Job, run, type Step, startBooks, type steps } from '../../../../test/gathered-jobs.ts'
import { postgresIsMissing } from '../../../../test/postgres-server.ts'
import type { Engine } from '../../engine/engine.ts'

/** Pseudo-random numbers that are the same in every run: the next one below a limit. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * limit)
  }
}

function randomJobs(seed: number, count: number): Job[] {
  const random = randomFrom(seed)
  const pick = <T>(from: readonly T[]) => from[random(from.length)] as T
  const usual: (keyof typeof steps)[] = [
    'by id',
    'by id',
    'by id',
    'by hex id',
    'by hex id',
    'tallied',
    'in its folder',
  ]
  const rare: (keyof typeof steps)[] = ['after itself', 'counted', 'numbered', 'gone', 'refused', 'broken']
  return Array.from({ length: count }, (_, index) => {
    const wanted = [...groups].filter(() => random(4) === 0)
    const made = wanted.map((group): Step => [pick(usual), group])
    if (random(6) === 0) made.splice(random(made.length + 1), 0, [pick(rare), pick(groups)])
    return { name: `j${index}`, steps: made }
  })
}

describe('random transactions that run in groups', { skip: postgresIsMissing }, () => {
  let books: Books
  before(async () => {
    books = await startBooks()
  })
  after(() => books.stop())

  const equalOneByOne = async (seed: number, servers: number): Promise<void> => {
    const book = await books.makeBook()
    const engines = [book.engine]
    while (engines.length < servers) engines.push(await books.openBook(book.url))
    const jobs = randomJobs(seed, 60)
    const answers = await Promise.all(jobs.map((job, index) => run(engines[index % servers] as Engine, job)))
    const state = await book.state()
    const other = await books.makeBook()
    const names = state.groups.map(([, name]) => String(name).split(' ').slice(1))
    const again = new Map<Job, string>()
    for (const job of inOrder(jobs, names)) again.set(job, await run(other.engine, job))
    assert.deepEqual(
      answers,
      jobs.map((job) => again.get(job)),
    )
    assert.deepEqual(await other.state(), state)
  }

  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`leave what the same transactions leave one by one (${seed})`, () => equalOneByOne(seed, 1))
  }
  for (const seed of [7, 8, 9]) {
    it(`leave it beside another server that does the same (${seed})`, () => equalOneByOne(seed, 2))
  }
})

/** The jobs that succeeded in an order that fits that of every row, and the others. */
function inOrder(jobs: readonly Job[], rows: readonly (readonly string[])[]): Job[] {
  const left = rows.map((row) => [...row])
  const ordered: Job[] = []
  const named = new Set(rows.flat())
  ordered.push(...jobs.filter(({ name }) => !named.has(name)))
  while (left.some((row) => row.length > 0)) {
    const next = left.flat().find((name) => left.every((row) => !row.includes(name) || row[0] === name))
    assert.ok(next, `the jobs saw each other's rows in a circle: ${JSON.stringify(left)}`)
    for (const row of left) while (row[0] === next) row.shift()
    ordered.push(jobs.find(({ name }) => name === next) as Job)
  }
  return ordered
}
