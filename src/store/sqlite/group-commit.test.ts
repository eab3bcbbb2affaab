import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { Session } from '../engine/engine.ts'
import { GroupCommit } from './group-commit.ts'
import { sessionOn } from './session.ts'

const add = 'insert into marks (job, step) values ($1, $2)'

describe('GroupCommit', () => {
  let database: DatabaseSync
  let commits: GroupCommit

  beforeEach(() => {
    database = new DatabaseSync(':memory:')
    database.exec('create table marks (job integer, step integer, primary key (job, step)) strict')
    commits = new GroupCommit(database, sessionOn(database))
  })

  afterEach(() => database.close())

  const marks = (): unknown[] =>
    database
      .prepare('select job, step from marks order by job, step')
      .all()
      .map((row) => `${row.job}.${row.step}`)

  /** A write that counts its runs. */
  const counted = (work: (session: Session) => Promise<unknown>) => {
    const job = {
      runs: 0,
      work: (session: Session) => {
        job.runs++
        return work(session)
      },
    }
    return job
  }

  it('writes nothing while work is to be alone, which waits for what is under way', async () => {
    const order: string[] = []
    const write = (name: string, number: number) =>
      commits
        .run(async (session) => {
          order.push(`begins ${name}`)
          await session.put(add, [number, 0])
        })
        .then(() => order.push(`has ${name}`))
    const first = write('first', 1)
    let second: Promise<unknown> | undefined
    const alone = commits.alone(async () => {
      order.push('alone')
      second = write('second', 2)
      await new Promise((resolve) => setTimeout(resolve, 20))
      order.push('is over')
    })
    await Promise.all([first, alone])
    await second
    assert.deepEqual(order, ['begins first', 'has first', 'alone', 'is over', 'begins second', 'has second'])
    await assert.rejects(
      commits.alone(() => Promise.reject(new Error('no'))),
      /no/,
    )
    await write('third', 3)
    assert.deepEqual(marks(), ['1.0', '2.0', '3.0'])
  })

  it('keeps the others of a batch, without a second run, when one fails that has written nothing', async () => {
    const others = [1, 2, 3].map((number) => counted((session) => session.put(add, [number, 0])))
    const refused = counted(async (session) => {
      await session.one('select * from marks where job = $1', [99])
      await session.put('delete from marks where job = $1', [99])
      throw new Error('no such thing')
    })
    const [first, second, third] = others.map(({ work }) => work)
    const ends = await Promise.allSettled(
      [first, refused.work, second, third].flatMap((work) => (work ? commits.run(work) : [])),
    )
    assert.deepEqual(
      ends.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    )
    assert.deepEqual(
      [...others, refused].map(({ runs }) => runs),
      [1, 1, 1, 1],
    )
    assert.deepEqual(marks(), ['1.0', '2.0', '3.0'])
  })

  for (const [how, sql] of [
    ['a statement without an answer', add],
    ['a query that writes', `${add} returning job`],
  ] as const) {
    it(`keeps nothing of a write that fails after ${how}`, async () => {
      const kept = counted((session) => session.put(add, [1, 0]))
      const failed = counted(async (session) => {
        await session.one(sql, [2, 0])
        throw new Error('failed')
      })
      const ends = await Promise.allSettled([kept, failed, kept].map(({ work }) => commits.run(work)))
      // The third is the first once more, whose row is there by then.
      assert.deepEqual(
        ends.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected'],
      )
      assert.deepEqual(marks(), ['1.0'])
      assert.equal(failed.runs, 2)
    })
  }

  it('rolls a failed write that is alone back, without a second run', async () => {
    const failed = counted(async (session) => {
      await session.put(add, [1, 0])
      await session.put(add, [1, 0])
    })
    await assert.rejects(commits.run(failed.work), /UNIQUE/)
    assert.equal(failed.runs, 1)
    assert.deepEqual(marks(), [])
    await commits.run((session) => session.put(add, [1, 0]))
    assert.deepEqual(marks(), ['1.0'])
  })

  it('runs few writes twice in a flood of failures', async () => {
    const batches = 170
    const works = [1, 2, 3].map(() => counted(async (session) => session.one('select 1 as one', [])))
    const failing = counted(async (session) => {
      await session.put(add, [1, 0])
      throw new Error('failed')
    })
    for (let batch = 0; batch < batches; batch++) {
      await Promise.allSettled([...works, failing].map(({ work }) => commits.run(work)))
    }
    // One batch of five begins anew, and the next four have savepoints.
    assert.equal(failing.runs, batches + 34)
    assert.deepEqual(
      works.map(({ runs }) => runs),
      works.map(() => batches + 34),
    )
  })

  it('ends random batches as running the writes one by one does', async () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed)
      const jobs = Array.from({ length: 1 + (random() % 12) }, () => {
        const steps = Array.from({ length: random() % 5 }, () => [random() % 6, random() % 4] as const)
        return { steps, failsAt: random() % 3 === 0 ? random() % (steps.length + 1) : -1, swallows: random() % 4 === 0 }
      })
      const work =
        ({ steps, failsAt, swallows }: (typeof jobs)[number]) =>
        async (session: Session) => {
          let seen = 0
          for (const [at, [job, step]] of steps.entries()) {
            if (at === failsAt) throw new Error('failed')
            // Each write sees what the ones before it have written, and may fail for it.
            const row = await session.one('select count(*) as count from marks where job >= $1', [job])
            seen += row?.count as number
            const put = session.run(add, [job, step])
            await (swallows ? put.catch(() => 0) : put)
          }
          if (failsAt === steps.length) throw new Error('failed')
          return seen
        }
      database.exec('delete from marks')
      const batched = await Promise.allSettled(jobs.map((job) => commits.run(work(job))))
      const together = marks()
      database.exec('delete from marks')
      const single: PromiseSettledResult<number>[] = []
      for (const job of jobs) single.push(...(await Promise.allSettled([commits.run(work(job))])))
      assert.deepEqual(batched.map(told), single.map(told), `seed ${seed}`)
      assert.deepEqual(together, marks(), `seed ${seed}`)
    }
  })

  it('keeps a write that fails at its commit from being acknowledged, and goes on', async () => {
    database.exec(`create table parents (id integer primary key);
      create table children (parent integer references parents deferrable initially deferred); pragma foreign_keys = on`)
    const ends = await Promise.allSettled([
      commits.run((session) => session.put(add, [1, 0])),
      commits.run((session) => session.put('insert into children values ($1)', [7])),
    ])
    assert.deepEqual(
      ends.map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    assert.deepEqual(marks(), [])
    await commits.run((session) => session.put(add, [2, 0]))
    assert.deepEqual(marks(), ['2.0'])
  })
})

function told(end: PromiseSettledResult<unknown>): unknown {
  return end.status === 'fulfilled' ? end.value : String(end.reason)
}

/** Numbers that look random, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 16
  }
}
