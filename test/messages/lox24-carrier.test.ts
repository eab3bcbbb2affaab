import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Lox24Client, sampleClientId, sampleToken, startLox24 } from '../acceptance/support/lox24.ts'
import { startServer } from '../acceptance/support/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'dialbook-lox24-carrier-'))
after(() => rmSync(folder, { recursive: true }))
const keyFile = join(folder, 'key')
writeFileSync(keyFile, `${sampleClientId}:${sampleToken}\n`)

const far = await startLox24({ args: ['--message-routes', 'direct=paper:0.05,pro=paper:0.07'] })
const ours = '+4915735999'
const write = (from: string, text: string) => far.cli('message', 'receive', from, ours, text, '--account', 'acme')
await write('+491701234501', 'before all')
await write('+491701234502', ' stop! ')
const options = {
  env: { DIALBOOK_MESSAGE_ROUTES: 'out=lox24:0.09', DIALBOOK_LOX24_CARRIER_SERVER: far.origin },
  args: ['--lox24-carrier-key-file', keyFile, '--lox24-carrier-service', 'pro', '--message-receivers', `${ours}=acme`],
}
let near = await startServer({
  ...options,
  prepare: [
    ['account', 'add', 'acme'],
    ['account', 'set', 'acme', '--country', 'DE'],
    ['key', 'add', 'lox24', '--account', 'acme', '--client-id', sampleClientId, '--token', sampleToken],
  ],
})
near.audit.hide(sampleToken)
after(async () => {
  await near.kill()
  await far.stop()
  rmSync(near.data, { recursive: true })
})

const json = async (...args: string[]) =>
  JSON.parse(await near.cli('message', ...args, '--account', 'acme', '--json')) as Record<string, unknown>

test('dialbook behind dialbook delivers messages, and tells what became of each', { timeout: 120_000 }, async () => {
  const texts = { '01701234500': 'سلام 😀', '01701234591': 'x'.repeat(200), '01701234590': 'hi' }
  const sent = await Promise.all(
    Object.entries(texts).map(([number, text]) => json('send', number, text, '--sender', 'Test')),
  )
  const ends = await Promise.all(
    sent.map(async ({ id }) => {
      for (;;) {
        const shown = await json('show', String(id))
        if (shown.state !== 'queued' && shown.state !== 'sent') return [shown.state, shown.reason]
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }),
  )
  assert.deepEqual(ends, [
    ['delivered', null],
    ['failed', 'LOX24: status 100, report 16'],
    ['failed', 'LOX24: status 2000, report 16'],
  ])
  const list = await new Lox24Client(far).ok<Record<string, unknown>[]>(200, 'GET', '/sms')
  assert.deepEqual(
    list.map(({ text, service_code, sender_id }) => [text, service_code, sender_id]).toSorted(),
    Object.values(texts)
      .map((text) => [text, 'pro', 'Test'])
      .toSorted(),
  )
})

test('dialbook behind dialbook brings what people write, once, also what came while it was away', async () => {
  const inbox = async (...numbers: readonly string[]) => {
    for (;;) {
      const { messages } = (await json('inbox')) as {
        messages: { id: number; from: string; text: string; carrier: string }[]
      }
      if (numbers.every((number) => messages.some(({ from }) => from === number))) return messages
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const first = await inbox('+491701234501', '+491701234502')
  assert.deepEqual(
    first.map(({ text, carrier }) => [text, carrier]),
    [
      [' stop! ', 'lox24'],
      ['before all', 'lox24'],
    ],
  )
  const why = await near.cli('why', '+491701234502', '--account', 'acme')
  assert.match(why, /messages.*no/i)
  // One that is removed here does not come back.
  const { data } = near
  const client = new Lox24Client(near)
  const [, removed] = await client.ok<{ uuid: string }[]>(200, 'GET', '/incomings')
  await client.ok(204, 'DELETE', `/incomings/${removed?.uuid}`)
  await near.kill()
  await write('+491701234503', 'while away')
  // More than a page.
  const more = Array.from({ length: 31 }, (_, at) => `more ${at}`)
  await Promise.all(more.map((text) => write('+491701234504', text)))
  near = await startServer({ ...options, data })
  near.audit.hide(sampleToken)
  for (;;) {
    const texts = (await inbox()).map(({ text }) => text)
    if (texts.length < 33) await new Promise((resolve) => setTimeout(resolve, 100))
    else {
      assert.deepEqual(texts.toSorted(), [' stop! ', 'while away', ...more].toSorted())
      break
    }
  }
})
