import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe } from 'node:test'
import { buildClock, coreOn } from '../../../test/builders.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../../test/postgres-server.ts'
import { describeContactRules } from '../../core/dialler/contact-rules.contract.ts'
import { describeDialler } from '../../core/dialler/dialler.contract.ts'
import { describeWayOn } from '../../core/dialler/way-on.contract.ts'
import { makeIds } from '../../secrets/ids.ts'
import { openVault } from '../../secrets/vault.ts'
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
  const openBook = async () => {
    const { store } = await open()
    const dataDir = await mkdtemp(join(tmpdir(), 'dialbook-dialler-'))
    const core = coreOn({ store, clock, ids: makeIds(clock), vault: openVault({ dataDir, realm: 'test' }) })
    const close = async (): Promise<void> => {
      await store.close()
      await rm(dataDir, { recursive: true })
    }
    return { core, clock, close }
  }
  describeDialler('PostgreSQL', openBook)
  describeContactRules('PostgreSQL', openBook)
  describeWayOn('PostgreSQL', openBook)
})
