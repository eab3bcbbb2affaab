// Long: servers are killed and started again in the midst of a bulk, and find what was in their hands.
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { test } from 'node:test'
import { Lox24Client, startLox24 } from '../acceptance/support/lox24.ts'
import { startServer } from '../acceptance/support/server.ts'
import { howOften } from '../how-often.ts'
import { startSmsc } from './support/smsc.ts'

// A kill leaves two windows of messages uncertain at most, and a cut one.
const bulkSize = howOften(1500, 10_000)
const kills = howOften(2, 10)

test(`a bulk of ${bulkSize} leaves once, though both dialbook and the SMSC are killed`, {
  timeout: 900_000,
}, async () => {
  let onSeen: (made: number) => unknown = () => undefined
  const smsc = await startSmsc({
    treat(_part, made) {
      onSeen(made)
      return made % 500 === 50 ? 'cut' : 'taken'
    },
  })
  const args = ['--message-routes', 'direct=smpp:0.05', '--smpp-server', `smpp://127.0.0.1:${smsc.port}`]
  let server = await startLox24({ args, prepare: [['account', 'set', 'acme', '--country', 'DE']] })
  const { data } = server
  try {
    const phones = Array.from({ length: bulkSize }, (_, at) => `+4917012${String(at).padStart(5, '0')}`)
    const body = { sender_id: 'Test', text: 'x'.repeat(200), phones }
    const { id } = await new Lox24Client(server).ok<{ id: number }>(201, 'POST', '/bulks', body)
    for (let kill = 1; kill <= kills; kill++) {
      const until = smsc.seen.length + 150
      await new Promise<void>((resolve) => {
        onSeen = (made) => made >= until && resolve()
      })
      await server.kill()
      server = await startServer({ data, args })
    }
    const client = new Lox24Client(server)
    for (;;) {
      const bulk = await client.ok<Record<string, number>>(200, 'GET', `/bulks/${id}`)
      if ((bulk.sms_delivered_count ?? 0) + (bulk.sms_failed_count ?? 0) === bulkSize) break
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    const count = async (query: string): Promise<number> => {
      const answer = await client.call('GET', `/sms?${query}`, undefined, { Accept: 'application/ld+json' })
      return answer.body['hydra:totalItems'] as number
    }
    const [delivered, uncertain] = [await count('dlr_code=1'), await count('status_code=5000')]
    assert.equal(delivered + uncertain, bulkSize)
    const parts = smsc.seen.map(({ to, place }) => `${to} ${place?.number}`)
    assert.equal(new Set(parts).size, parts.length)
    assert.ok(smsc.taken.length >= delivered * 2)
    console.log(`# ${kills} kills, ${smsc.binds} binds, ${delivered} delivered, ${uncertain} uncertain, no part twice`)
  } finally {
    await server.kill()
    await smsc.close()
    await rm(data, { recursive: true })
  }
})
