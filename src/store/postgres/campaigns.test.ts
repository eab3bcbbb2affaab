import { after, before, describe } from 'node:test'
import { buildClock } from '../../../test/builders.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { makeIds } from '../../secrets/ids.ts'
import { describeCampaigns } from '../campaigns/campaigns.contract.ts'
import { describeDialLog } from '../campaigns/dial-log.contract.ts'
import { openStore } from '../open-store.ts'

const usual = { connections: 5, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }

describe('PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  const clock = buildClock()
  const open = async () => {
    const place = { postgres: { ...usual, url: await server.makeDatabase() } }
    const store = await openStore({ place, keyFingerprint: 'test', ids: makeIds(clock), clock })
    return { store, remove: async () => undefined }
  }
  describeCampaigns('PostgreSQL', open)
  describeDialLog('PostgreSQL', open)
})
