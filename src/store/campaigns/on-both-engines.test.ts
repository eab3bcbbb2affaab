import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe } from 'node:test'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { makeIds } from '../../secrets/ids.ts'
import type { BookPlace } from '../open-engine.ts'
import { openStore } from '../open-store.ts'
import { describeTrunkManagers } from './trunk-managers.contract.ts'

const clock = { now: () => 1_000 }
const open = (place: BookPlace) => openStore({ place, keyFingerprint: 'test', ids: makeIds(clock), clock })

describe('what campaigns need of a store on SQLite', () => {
  describeTrunkManagers('SQLite', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dialbook-campaigns-'))
    return { store: await open({ folder }), remove: () => rm(folder, { recursive: true }) }
  })
})

describe('what campaigns need of a store on PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())
  const times = { connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }

  describeTrunkManagers('PostgreSQL', async () => {
    const postgres = { url: await server.makeDatabase(), connections: 5, queue: 1000, ...times }
    return { store: await open({ postgres }), remove: async () => undefined }
  })
})
