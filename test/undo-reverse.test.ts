import { after, before, describe, it } from 'node:test'
import type { Core } from '../src/core/core.ts'
import { makeIds } from '../src/secrets/ids.ts'
import { openStore } from '../src/store/open-store.ts'
import { buildBook, coreOn, type TestBook } from './builders.ts'
import { howOften } from './how-often.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from './postgres-server.ts'
import { undoesInReverse } from './undo-reverse.ts'

const clock = { now: () => Date.now() }
const limits = { connections: 10, queue: 1000, connectTimeout: 20_000, statementTimeout: 20_000, lockTimeout: 20_000 }
const vault: Core['vault'] = { fingerprint: 'f', seal: (secret) => secret, open: (sealed) => sealed, digest: () => 'd' }

describe('random writes that are undone in reverse', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  it('give the same bytes on SQLite', () => undoesInReverse(book.core, howOften(15, 1000)))
})

describe('random writes on PostgreSQL that are undone in reverse', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  let core: Core
  before(async () => {
    server = await startPostgres()
    const ids = makeIds(clock)
    const place = { postgres: { ...limits, url: await server.makeDatabase() } }
    core = coreOn({ store: await openStore({ place, keyFingerprint: 'f', ids, clock }), vault, clock, ids })
  })
  after(async () => {
    await core.store.close()
    await server.stop()
  })

  it('give the same bytes', () => undoesInReverse(core, howOften(6, 500)))
})
