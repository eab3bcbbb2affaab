import assert from 'node:assert/strict'
import { scrypt } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../../test/postgres-server.ts'
import { LostRace, Refusal } from '../../../core/errors.ts'
import { insertChange } from '../../changes.ts'
import type { Engine, Session } from '../../engine/engine.ts'
import { insertRow } from '../../engine/insert-row.ts'
import { allocate, tally } from '../../engine/sequences.ts'
import { openEngine } from '../../open-engine.ts'

const limits = { connections: 6, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 30_000 }
const account = 1
const byId = 'select * from groups where account_id = $1 and id = $2'
const byHexId = 'select * from groups where account_id = $1 and hex_id = $2'
const setName = 'update groups set name = $3 where account_id = $1 and id = $2'
const groups = [1, 2, 3, 4, 5, 6] as const
const hexOf = (id: number) => `hex ${id}`

/** What a job does: one step after another, each of them a letter with a group. */
type Step = readonly [what: keyof typeof steps, group: number]

interface Job {
  readonly name: string
  readonly steps: readonly Step[]
}

/** Each step that writes a group adds the name of its job to that of the group, so that their order can be read. */
const append = async (session: Session, job: Job, row: Awaited<ReturnType<Session['one']>>, read: string[]) => {
  if (!row) throw new Refusal('not_found', 'there is no such group')
  read.push(`${row.name}`)
  await session.put(setName, [account, row.id as number, `${row.name} ${job.name}`])
}

const steps = {
  'by id': async (session: Session, job: Job, group: number, read: string[]) =>
    append(session, job, await session.lockOne(byId, [account, group]), read),
  'by hex id': async (session: Session, job: Job, group: number, read: string[]) =>
    append(session, job, await session.lockOne(byHexId, [account, hexOf(group)]), read),
  'after itself': async (session: Session, job: Job, group: number, read: string[]) => {
    await steps['by id'](session, job, group, read)
    await steps['by id'](session, job, group, read)
  },
  counted: async (session: Session, job: Job, group: number, read: string[]) => {
    await steps['by id'](session, job, group, read)
    await session.run('update groups set count = count + 1 where account_id = $1 and id = $2', [account, group])
  },
  tallied: async (session: Session) => tally(session, account, 'group', 1),
  'in its folder': async (session: Session) => {
    await session.put('update folders set group_count = group_count + $3 where account_id = $1 and id = $2', [
      account,
      1,
      1,
    ])
  },
  numbered: async (session: Session) => {
    await allocate(session, account, 'group', 2)
  },
  gone: async (session: Session, job: Job, _: number, read: string[]) =>
    append(session, job, await session.lockOne(byId, [account, 99]), read),
  refused: async () => {
    throw new Refusal('conflict', 'the job refuses')
  },
  broken: async (session: Session) => {
    await session.put('update groups set description = repeat($3, 2), name = $3 where account_id = $1 and id = $2', [
      account,
      1,
      'never kept',
    ])
    await session.put('update groups set name = null where account_id = $1 and id = $2', [account, 1])
  },
} satisfies Record<string, (session: Session, job: Job, group: number, read: string[]) => Promise<void>>

/** Runs a job, and returns what it read, or the reason why it failed. */
async function run(engine: Engine, job: Job): Promise<string> {
  try {
    const read = await engine.transaction(async (session) => {
      const read: string[] = []
      for (const [what, group] of job.steps) await steps[what](session, job, group, read)
      const author = { accountId: account, credentialId: null, name: null, origin: 'test' }
      const change = { noun: 'group', verb: 'update', subject: job.name, before: null, after: { read } } as const
      await insertChange(session, 1, author, change as unknown as Parameters<typeof insertChange>[3])
      return read
    })
    return read.join(', ')
  } catch (error) {
    return error instanceof Refusal ? error.code : (error as Error).message.replace(/ in .*/, '')
  }
}

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

describe('transactions that run in a group', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  const open: Engine[] = []
  const clients: Client[] = []
  before(async () => {
    server = await startPostgres()
  })
  after(async () => {
    for (const client of clients) await client.end()
    for (const engine of open) await engine.close()
    await server.stop()
  })

  const openBook = async (url: string): Promise<Engine> => {
    const engine = await openEngine({ postgres: { ...limits, url } })
    open.push(engine)
    return engine
  }
  const newBook = async () => {
    const url = await server.makeDatabase()
    const engine = await openBook(url)
    const sql = new Client(url)
    clients.push(sql)
    await sql.connect()
    for (const id of groups) await engine.transaction((session) => insertRow(session, 'groups', groupRow(id)))
    await sql.query(
      `insert into folders (account_id, id, name, folder_count, group_count, contact_count, created_at, updated_at, checksum)
       values (1, 1, 'f', 0, 0, 0, 1, 1, 0)`,
    )
    const rows = async (query: string) => (await sql.query({ text: query, rowMode: 'array' })).rows
    const state = async () => ({
      groups: await rows('select id, name, count, description from groups order by id'),
      folder: await rows('select group_count from folders'),
      tallies: await rows('select noun, count from tallies'),
      next: await rows('select noun, next from sequences'),
      history: await rows('select subject, after from changes order by subject'),
    })
    return { url, engine, sql, rows, state }
  }

  const equalOneByOne = async (seed: number, servers: number): Promise<void> => {
    const book = await newBook()
    const engines = [book.engine]
    while (engines.length < servers) engines.push(await openBook(book.url))
    const jobs = randomJobs(seed, 60)
    const answers = await Promise.all(jobs.map((job, index) => run(engines[index % servers] as Engine, job)))
    const state = await book.state()
    const other = await newBook()
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

  /** The transactions of the database in which the changes of these jobs were written. */
  const transactionsOf = async ({ rows }: Awaited<ReturnType<typeof newBook>>, jobs: readonly Job[]) => {
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
    const book = await newBook()
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
    const book = await newBook()
    const jobs = Array.from({ length: 12 }, (_, index) => job(`j${index}`, [index % 2 ? 'by id' : 'by hex id', 1]))
    await runBehindAnother(book.engine, jobs)
    const [[, name]] = (await book.state()).groups as [string[]]
    assert.deepEqual(name?.split(' ').sort(), ['g1', ...jobs.map((each) => each.name)].sort())
    assert.equal(await transactionsOf(book, jobs), 1)
  })

  it('run alone when the database refuses what one of them writes', async () => {
    const book = await newBook()
    const jobs = [job('j1', ['by id', 2]), job('bad', ['broken', 1]), job('j2', ['by id', 3], ['numbered', 0])]
    const answers = await runBehindAnother(book.engine, jobs)
    assert.deepEqual([answers[0], answers[2]], ['g2', 'g3'])
    assert.match(answers[1] ?? '', /null value/)
    assert.deepEqual((await book.state()).next, [['group', '3']])
  })

  it('give back the numbers of one that fails', async () => {
    const book = await newBook()
    const jobs = [
      job('j1', ['numbered', 0]),
      job('no', ['numbered', 0], ['refused', 0]),
      job('j2', ['numbered', 0], ['counted', 1]),
    ]
    assert.deepEqual(await runBehindAnother(book.engine, jobs), ['', 'conflict', 'g1'])
    assert.deepEqual((await book.state()).next, [['group', '5']])
  })

  it('leave a row that another transaction has locked to those that want it', async () => {
    const book = await newBook()
    await book.sql.query('begin; select * from groups where id = 1 for update')
    const waiting = run(book.engine, job('waits', ['by id', 1]))
    const others = [job('j1', ['by id', 2]), job('j2', ['by id', 3])]
    const blocked = run(book.engine, job('too', ['by id', 1]))
    assert.deepEqual(await runBehindAnother(book.engine, others), ['g2', 'g3'])
    await book.sql.query('commit')
    assert.deepEqual([await waiting, await blocked].sort(), ['g1', 'g1 waits'].sort())
  })

  it('run again alone when one waits for work outside of the book, or has lost a race', async () => {
    const book = await newBook()
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

function groupRow(id: number) {
  return {
    ...{ account_id: account, id, hex_id: hexOf(id), name: `g${id}`, description: null, folder_id: null },
    ...{ count: 0, contact_count: 0, next_entry_id: 0, end_entry_id: 0, created_at: 1, updated_at: 1 },
  }
}
