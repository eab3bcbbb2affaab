import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe } from 'node:test'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { makeIds } from '../../secrets/ids.ts'
import { describeIncomingMessages } from '../incoming-messages/incoming-messages.contract.ts'
import { openStore } from '../open-store.ts'
import { describeMessageParts } from './message-parts.contract.ts'
import { describeMessages } from './messages.contract.ts'

const clock = { now: () => 1_000 }
const rest = { keyFingerprint: 'test', ids: makeIds(clock), clock }

for (const describeThem of [describeMessages, describeMessageParts, describeIncomingMessages]) {
  describeThem('SQLite', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dialbook-messages-'))
    return { store: await openStore({ place: { folder }, ...rest }), remove: () => rm(folder, { recursive: true }) }
  })
}

describe('PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  const limits = { connections: 5, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }
  for (const describeThem of [describeMessages, describeMessageParts, describeIncomingMessages]) {
    describeThem('PostgreSQL', async () => {
      const place = { postgres: { ...limits, url: await server.makeDatabase() } }
      return { store: await openStore({ place, ...rest }), remove: async () => undefined }
    })
  }
})
