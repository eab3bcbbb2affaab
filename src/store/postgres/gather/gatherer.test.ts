import assert from 'node:assert/strict'
import { scrypt } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import {
  account,
  type Books,
  byId,
  groups,
  type Job,
  run,
  type Step,
  startBooks,
} from '../../../../test/gathered-jobs.ts'
import { postgresIsMissing } from '../../../../test/postgres-server.ts'
import { LostRace } from '../../../core/errors.ts'
import type { Engine } from '../../engine/engine.ts'

describe('transactions that run in a group', { skip: postgresIsMissing }, () => {
  let books: Books
  before(async () => {
    books = await startBooks()
  })
  after(() => books.stop())

  /** The transactions of the database in which the changes of these jobs were written. */
  const transactionsOf = async ({ rows }: Awaited<ReturnType<Books['makeBook']>>, jobs: readonly Job[]) => {
    const subjects = jobs.map(({ name }) => `'${name}'`)
    return (await rows(`select distinct xmin::text from changes where subject in (${subjects})`)).length
  }
  const job = (name: string, ...steps: Step[]): Job => ({ name, steps })
  /** Runs the jobs while another one is under way, which they must wait for. */
  const runBehindAnother = async (engine: Engine, jobs: readonly Job[]): Promise<string[]> => {
    const before = run(engine, job('before'))
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    const answers = await Promise.all(jobs.map((each) => run(engine, each)))
    await before
    return answers
  }

  it('share one transaction of the database, and each fails alone', async () => {
    const book = await books.makeBook()
    const jobs = groups.map((id) => job(`j${id}`, ['by hex id', id], ['tallied', 0]))
    const failing = [job('no', ['by id', 1], ['refused', 0]), job('none', ['gone', 0])]
    assert.deepEqual(await runBehindAnother(book.engine, [...jobs, ...failing]), [
      ...groups.map((id) => `g${id}`),
      'conflict',
      'not_found',
    ])
    assert.equal(await transactionsOf(book, jobs), 1)
    const { groups: rows, tallies } = await book.state()
    assert.deepEqual(
      rows.map(([, name]) => name),
      groups.map((id) => `g${id} j${id}`),
    )
    assert.deepEqual(tallies, [['group', '6']])
  })

  it('have one row one after another', async () => {
    const book = await books.makeBook()
    const jobs = Array.from({ length: 12 }, (_, index) => job(`j${index}`, [index % 2 ? 'by id' : 'by hex id', 1]))
    await runBehindAnother(book.engine, jobs)
    const [[, name]] = (await book.state()).groups as [string[]]
    assert.deepEqual(name?.split(' ').sort(), ['g1', ...jobs.map((each) => each.name)].sort())
    assert.equal(await transactionsOf(book, jobs), 1)
  })

  it('run alone when the database refuses what one of them writes', async () => {
    const book = await books.makeBook()
    const jobs = [job('j1', ['by id', 2]), job('bad', ['broken', 1]), job('j2', ['by id', 3], ['numbered', 0])]
    const answers = await runBehindAnother(book.engine, jobs)
    assert.deepEqual([answers[0], answers[2]], ['g2', 'g3'])
    assert.match(answers[1] ?? '', /null value/)
    assert.deepEqual((await book.state()).next, [['group', '3']])
  })

  it('give back the numbers of one that fails', async () => {
    const book = await books.makeBook()
    const jobs = [
      job('j1', ['numbered', 0]),
      job('no', ['numbered', 0], ['refused', 0]),
      job('j2', ['numbered', 0], ['counted', 1]),
    ]
    assert.deepEqual(await runBehindAnother(book.engine, jobs), ['', 'conflict', 'g1'])
    assert.deepEqual((await book.state()).next, [['group', '5']])
  })

  it('leave a row that another transaction has locked to those that want it', async () => {
    const book = await books.makeBook()
    await book.sql.query('begin; select * from groups where id = 1 for update')
    const waiting = run(book.engine, job('waits', ['by id', 1]))
    const others = [job('j1', ['by id', 2]), job('j2', ['by id', 3])]
    const blocked = run(book.engine, job('too', ['by id', 1]))
    assert.deepEqual(await runBehindAnother(book.engine, others), ['g2', 'g3'])
    await book.sql.query('commit')
    assert.deepEqual([await waiting, await blocked].sort(), ['g1', 'g1 waits'].sort())
  })

  it('run again alone when one waits for work outside of the book, or has lost a race', async () => {
    const book = await books.makeBook()
    let tries = 0
    const slow = () =>
      book.engine.transaction(async (session) => {
        await session.lockOne(byId, [account, 1])
        await promisify(scrypt)('work of another thread', 'salt', 64)
        return (await session.lockOne(byId, [account, 2]))?.name
      })
    const losing = () =>
      book.engine.transaction(async (session) => {
        if (++tries < 3) throw new LostRace()
        return (await session.lockOne(byId, [account, 3]))?.name
      })
    const [, first, second] = await Promise.all([run(book.engine, job('before')), slow(), losing()])
    assert.deepEqual([first, second, tries], ['g2', 'g3', 3])
  })
})
