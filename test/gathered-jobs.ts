import { Client } from 'pg'
import { Refusal } from '../src/core/errors.ts'
import { insertChange } from '../src/store/changes.ts'
import type { Engine, Session } from '../src/store/engine/engine.ts'
import { insertRow } from '../src/store/engine/insert-row.ts'
import { allocate, tally } from '../src/store/engine/sequences.ts'
import { openEngine } from '../src/store/open-engine.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

const limits = { connections: 6, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 30_000 }
export const account = 1
export const byId = 'select * from groups where account_id = $1 and id = $2'
const byHexId = 'select * from groups where account_id = $1 and hex_id = $2'
const setName = 'update groups set name = $3 where account_id = $1 and id = $2'
export const groups = [1, 2, 3, 4, 5, 6] as const
const hexOf = (id: number) => `hex ${id}`

/** What a job does: one step after another, each of them a letter with a group. */
export type Step = readonly [what: keyof typeof steps, group: number]

export interface Job {
  readonly name: string
  readonly steps: readonly Step[]
}

/** Each step that writes a group adds the name of its job to that of the group, so that their order can be read. */
const append = async (session: Session, job: Job, row: Awaited<ReturnType<Session['one']>>, read: string[]) => {
  if (!row) throw new Refusal('not_found', 'there is no such group')
  read.push(`${row.name}`)
  await session.put(setName, [account, row.id as number, `${row.name} ${job.name}`])
}

export const steps = {
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
export async function run(engine: Engine, job: Job): Promise<string> {
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

/** A PostgreSQL for books of six groups, `g1` to `g6`, and one folder. */
export async function startBooks() {
  const server: PostgresServer = await startPostgres()
  const open: Engine[] = []
  const clients: Client[] = []
  const openBook = async (url: string): Promise<Engine> => {
    const engine = await openEngine({ postgres: { ...limits, url } })
    open.push(engine)
    return engine
  }
  const makeBook = async () => {
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
  const stop = async (): Promise<void> => {
    for (const client of clients) await client.end()
    for (const engine of open) await engine.close()
    await server.stop()
  }
  return { openBook, makeBook, stop }
}

export type Books = Awaited<ReturnType<typeof startBooks>>

function groupRow(id: number) {
  return {
    ...{ account_id: account, id, hex_id: hexOf(id), name: `g${id}`, description: null, folder_id: null },
    ...{ count: 0, contact_count: 0, next_entry_id: 0, end_entry_id: 0, created_at: 1, updated_at: 1 },
  }
}
