import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Lox24Client, startLox24 } from '../acceptance/support/lox24.ts'
import { type Submitted, startSmsc } from './support/smsc.ts'

const bulkSize = 1000
const cutEvery = 97

let cuts = 0
const smsc = await startSmsc({
  treat(_part, made) {
    if (made % cutEvery !== 0) return 'taken'
    cuts += 1
    // Every other time the message is taken, and the answer is lost.
    if (cuts % 2 === 0) setImmediate(() => smsc.cut())
    return cuts % 2 === 0 ? 'taken' : 'cut'
  },
})
const server = await startLox24({
  prepare: [['account', 'set', 'acme', '--country', 'DE']],
  args: ['--message-routes', 'direct=smpp:0.05', '--smpp-server', `smpp://127.0.0.1:${smsc.port}`],
})
after(async () => {
  await server.stop()
  await smsc.close()
})

test(`an SMSC that cuts the connection during a bulk of ${bulkSize} gets nothing twice`, {
  timeout: 300_000,
}, async () => {
  const client = new Lox24Client(server)
  const phones = Array.from({ length: bulkSize }, (_, at) => `+4917012${String(at).padStart(5, '0')}`)
  const { id } = await client.ok<{ id: number }>(201, 'POST', '/bulks', { sender_id: 'Test', text: 'hi', phones })
  const bulk = () => client.ok<Record<string, number>>(200, 'GET', `/bulks/${id}`)
  for (;;) {
    const { sms_delivered_count: delivered = 0, sms_failed_count: failed = 0 } = await bulk()
    if (delivered + failed === bulkSize) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const count = async (query: string): Promise<number> => {
    const answer = await client.call('GET', `/sms?${query}`, undefined, { Accept: 'application/ld+json' })
    return answer.body['hydra:totalItems'] as number
  }
  const [delivered, uncertain] = [await count('dlr_code=1'), await count('status_code=5000')]
  assert.equal(delivered + uncertain, bulkSize)
  const numbers = (parts: readonly Submitted[]) => parts.map(({ to }) => to)
  // Nothing that the SMSC has seen came again, whether it was answered or not.
  assert.equal(new Set(numbers(smsc.seen)).size, smsc.seen.length)
  assert.ok(delivered <= smsc.taken.length && smsc.seen.length <= bulkSize)
  // All that was uncertain was on its way when the connection ended.
  assert.ok(uncertain >= cuts / 2 && uncertain <= cuts * 10, `${uncertain} of ${cuts} cuts`)
  assert.equal(smsc.binds, cuts + 1)
  console.log(`# ${cuts} cuts, ${delivered} delivered, ${uncertain} uncertain, none twice`)
})
