import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Fields, Lox24Client, startLox24 } from '../support/lox24.ts'
import { addPerson } from '../support/page.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'
import { addWebhook, payloadOf } from '../support/webhooks.ts'

const folder = mkdtempSync(join(tmpdir(), 'dialbook-unsubscribe-'))
after(() => rmSync(folder, { recursive: true }))
const server = await startLox24({ prepare: [['account', 'set', 'acme', '--country', 'DE']] })
after(() => server.stop())
const client = new Lox24Client(server)
let receiver: Receiver
before(async () => {
  receiver = await startReceiver()
  await addWebhook(server, 'acme', `${receiver.origin}/hook`, '--dialect', 'lox24', '--events', 'phone.unsubscribe')
})
after(() => receiver.close())

const optout = (...args: string[]) => server.cli('optout', ...args, '--account', 'acme')
const told = async (count: number) =>
  new Map(
    (await receiver.until(count)).map((message) => {
      const { name, data } = payloadOf(message)
      const { phone, additional_data: additional, created_at: at, ...rest } = data as Fields
      const { reason, additional_text: text } = additional as Fields
      assert.equal(name, 'phone.unsubscribe')
      assert.ok(Number.isInteger(at) && Number.isInteger(rest.user_id))
      assert.deepEqual([rest.campaign_code, rest.short_link_code, rest.unsubscribe_request_id], ['', '', 0])
      return [phone as string, { reason, text, at }] as const
    }),
  )

test('webhooks are told of every way to opt out, once, and of no opt-out from other channels', async () => {
  const other = { id: 6, label: 'other' }
  await client.ok(201, 'POST', '/blocked_numbers', { number: '+491701234601' })
  await client.call('POST', '/blocked_numbers', { number: '+491701234601' })
  await optout('add', '01701234602', '--channel', 'messages', '--reason', 'asked by mail')
  await optout('add', '01701234603', '--channel', 'all')
  await optout('add', '01701234604', '--channel', 'calls')
  await optout('add', 'somebody@example.com', '--channel', 'messages')
  const file = join(folder, 'gone.csv')
  writeFileSync(
    file,
    'number,channel,since,reason,unsubscribe_reason\n+491701234605,messages,2025-01-02T03:04:05Z,no more,2\n' +
      '+491701234606,surveys,2025-01-02T03:04:05Z,,\n+491701234602,messages,2025-01-02T03:04:05Z,,\n',
  )
  await optout('import', file, '--channel', 'messages', '--dry-run')
  await optout('import', file, '--channel', 'messages')
  const admin = await addPerson(server, 'Sara', '--account', 'acme')
  await admin.act('/book/opt-outs', { address: '0170 1234607', channel: 'messages', reason: '' })
  await server.cli('message', 'receive', '+491701234608', '+4915735999', 'STOP', '--account', 'acme')
  const all = await told(6)
  assert.deepEqual(
    [...all.keys()].toSorted(),
    [1, 2, 3, 5, 7, 8].map((end) => `+49170123460${end}`),
  )
  assert.deepEqual(all.get('+491701234605'), {
    ...{ reason: { id: 2, label: 'too many messages' }, text: 'no more' },
    at: Date.UTC(2025, 0, 2, 3, 4, 5) / 1000,
  })
  const { reason, text } = all.get('+491701234602') ?? assert.fail('it is not told')
  assert.deepEqual([reason, text], [other, 'asked by mail'])
  assert.deepEqual(all.get('+491701234607')?.text, '')
  assert.deepEqual(all.get('+491701234608')?.text, 'STOP')
  // Nothing else comes, and each event has an id of its own.
  await optout('add', '01701234609', '--channel', 'messages')
  await told(7)
  const ids = receiver.received.map((message) => payloadOf(message).id)
  assert.deepEqual([ids.length, new Set(ids).size], [7, 7])
})
