import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe } from 'node:test'
import { buildClock } from '../../../test/builders.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { makeIds } from '../../secrets/ids.ts'
import { openVault } from '../../secrets/vault.ts'
import { openStore } from '../open-store.ts'
import { describeBulks } from './bulks.contract.ts'

const clock = buildClock()
const ids = makeIds(clock)

async function open(place: (folder: string) => Promise<Parameters<typeof openStore>[0]['place']>) {
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-bulks-'))
  const vault = openVault({ dataDir: folder, realm: 'test' })
  const store = await openStore({ place: await place(folder), keyFingerprint: vault.fingerprint, ids, clock })
  return { parts: { store, vault, clock, ids }, remove: () => rm(folder, { recursive: true }) }
}

describeBulks('SQLite', () => open(async (folder) => ({ folder })))

describe('PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  const limits = { connections: 5, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }
  describeBulks('PostgreSQL', () => open(async () => ({ postgres: { ...limits, url: await server.makeDatabase() } })))
})
