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
const near = await startServer({
  env: { DIALBOOK_MESSAGE_ROUTES: 'out=lox24:0.09', DIALBOOK_LOX24_CARRIER_SERVER: far.origin },
  args: ['--lox24-carrier-key-file', keyFile, '--lox24-carrier-service', 'pro'],
  prepare: [
    ['account', 'add', 'acme'],
    ['account', 'set', 'acme', '--country', 'DE'],
  ],
})
near.audit.hide(sampleToken)
after(async () => {
  await near.stop()
  await far.stop()
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
