// Long: a server is started and killed 50 times.
import { rm } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { startServer } from './support/server.ts'
import { startSimotel } from './support/simotel.ts'
import { makeWriters, strikeOver } from './support/writers.ts'

const kills = 50

describe('a server that is killed', () => {
  test(`loses nothing it acknowledged and shows nothing half-done, ${kills} times`, { timeout: 600_000 }, async () => {
    let server = await startSimotel()
    const { data } = server
    try {
      const writers = await makeWriters(() => server, 12, 4)
      const { acknowledged } = await strikeOver(kills, writers, {
        strike: () => server.kill(),
        recover: async () => {
          server = await startServer({ data })
          return server
        },
      })
      console.log(`# ${kills} kills, ${acknowledged} acknowledged writes, 0 lost`)
    } finally {
      await server.kill()
      await rm(data, { recursive: true })
    }
  })
})
