// Long: a server and a PostgreSQL are started and killed many times each.
import { rm } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { howOften } from '../../how-often.ts'
import { postgresIsMissing } from '../../postgres-server.ts'
import { isHealthy, startDatabase, until } from '../support/cluster.ts'
import { type Server, startServer } from '../support/server.ts'
import { startSimotel } from '../support/simotel.ts'
import { makeWriters, strikeOver, type Writers } from '../support/writers.ts'

const times = howOften(10, 30)
const timeout = 600_000

describe('a book on PostgreSQL', { skip: postgresIsMissing }, () => {
  let postgres: Awaited<ReturnType<typeof startDatabase>>
  let server: Server
  let writers: Writers
  // A write that waits for its turn on a slow disk must not be refused: only a kill may have writes fail.
  const env = () => ({ DIALBOOK_DATABASE_URL: postgres.database, DIALBOOK_DATABASE_CONNECT_TIMEOUT: '60' })
  before(async () => {
    postgres = await startDatabase()
    server = await startSimotel({ env: env() })
    writers = await makeWriters(() => server, 24, 8)
  })
  after(async () => {
    await server.kill()
    await rm(server.data, { recursive: true })
    await postgres.stop()
  })

  test(`loses nothing when its server is killed, ${times} times`, { timeout }, async () => {
    const { acknowledged, slowest } = await strikeOver(times, writers, {
      strike: () => server.kill(),
      recover: async () => {
        server = await startServer({ data: server.data, env: env() })
        return server
      },
    })
    console.log(`# server: ${times} kills, ${acknowledged} acknowledged, 0 lost, back in ${slowest} ms at the most`)
  })

  test(`loses nothing when PostgreSQL is stopped at once, ${times} times`, { timeout }, async () => {
    const blow = {
      strike: () => postgres.halt('immediate'),
      recover: async () => {
        await postgres.resume()
        await until('the server reads again', () => isHealthy(server))
        return server
      },
    }
    const { acknowledged, slowest } = await strikeOver(times, writers, blow, true)
    console.log(`# PostgreSQL: ${times} stops, ${acknowledged} acknowledged, 0 lost, back in ${slowest} ms at the most`)
  })
})
