// Long: a server is started and killed many times.
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { howOften } from '../how-often.ts'
import { send } from './support/http.ts'
import { startServer } from './support/server.ts'
import { startSimotel } from './support/simotel.ts'
import { makeWriters, strikeOver } from './support/writers.ts'

const kills = howOften(15, 50)

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
          // The mark beside the book is behind it at most: no kill looks like a loss.
          const health = await send(server, { method: 'GET', path: '/healthz' })
          assert.equal(JSON.parse(health.text).missingChanges, undefined, health.text)
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
