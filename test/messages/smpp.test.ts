import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { startServer } from '../acceptance/support/server.ts'
import { startSmsc, type Treatment } from './support/smsc.ts'

const folder = mkdtempSync(join(tmpdir(), 'dialbook-smpp-'))
after(() => rmSync(folder, { recursive: true }))
const passwordFile = join(folder, 'password')
writeFileSync(passwordFile, 's3cr3t!\n')

let throttles = 0
const smsc = await startSmsc({
  password: 's3cr3t!',
  // Each receipt comes before the answer that it is about.
  tellsFirst: true,
  treat({ to, place }): Treatment {
    if (place?.number === 2 && throttles-- > 0) return 'throttled'
    return to.endsWith('90') ? 'refused' : 'taken'
  },
})
const server = await startServer({
  env: { DIALBOOK_MESSAGE_ROUTES: 'direct=smpp:0.05' },
  args: [
    ...['--smpp-server', `smpp://127.0.0.1:${smsc.port}`, '--smpp-system-id', 'me'],
    ...['--smpp-password-file', passwordFile, '--message-receivers', '*=acme'],
  ],
  prepare: [
    ['account', 'add', 'acme'],
    ['account', 'set', 'acme', '--country', 'DE'],
  ],
})
server.audit.hide('s3cr3t!')
after(async () => {
  await server.stop()
  await smsc.close()
})

const message = (...args: string[]) => server.cli('message', ...args, '--account', 'acme')
const json = async (...args: string[]) => JSON.parse(await message(...args, '--json'))
const ended = async (number: string, text: string) => {
  const { id } = await json('send', number, text, '--sender', 'Test')
  for (;;) {
    const shown = await json('show', String(id))
    if (shown.state !== 'queued' && shown.state !== 'sent') return shown
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('a route by SMPP', { timeout: 120_000 }, () => {
  test('delivers a message, whose receipt comes before the answer', async () => {
    const { state, price } = await ended('01701234500', 'Grüße {€}')
    assert.deepEqual([state, price], ['delivered', 0.05])
    assert.deepEqual(smsc.arrived('+491701234500'), ['Grüße {€}'])
    const { state: refused, reason } = await ended('01701234590', 'x')
    assert.deepEqual([refused, reason], ['failed', 'refused by the carrier: ESME_RINVDSTADR'])
  })

  test('sends again only the parts that were not taken', async () => {
    throttles = 2
    const text = 'part '.repeat(90)
    assert.equal((await ended('01701234501', text)).state, 'delivered')
    const places = smsc.taken.filter(({ to }) => to === '+491701234501').map(({ place }) => place?.number)
    assert.deepEqual(places, [1, 2, 3])
    assert.deepEqual(smsc.arrived('+491701234501'), [text])
  })

  test('brings what people write', async () => {
    const addresses = { source_addr: '491701234500', source_addr_ton: 1, destination_addr: '4930123', dest_addr_ton: 1 }
    assert.equal(await smsc.deliver({ ...addresses, short_message: 'hello there' }), 0)
    const { messages } = await json('inbox')
    assert.deepEqual(
      messages.map(({ from, text }: { from: string; text: string }) => [from, text]),
      [['+491701234500', 'hello there']],
    )
    assert.match(server.stdout(), /listening/)
  })

  test('starts with no setting missing', async () => {
    const start = (...args: string[]) => {
      const started = startServer({ env: { DIALBOOK_MESSAGE_ROUTES: 'direct=smpp' }, args })
      return started.then((other) => other.stop())
    }
    await assert.rejects(start(), /message\.routes needs smpp\.server: set it by --smpp-server/)
    const at = ['--smpp-server', 'smpp://127.0.0.1:1', '--smpp-password-file', join(folder, 'none')]
    await assert.rejects(start(...at), /cannot read the SMSC's password: see --smpp-password-file: ENOENT/)
    // An SMSC that is away keeps nobody from starting.
    await start('--smpp-server', 'smpp://127.0.0.1:1')
  })
})
