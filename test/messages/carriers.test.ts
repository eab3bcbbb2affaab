import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { Lox24Client, startLox24 } from '../acceptance/support/lox24.ts'
import { startServer } from '../acceptance/support/server.ts'
import { type Smsc, startSmsc, type Treatment } from './support/smsc.ts'

const folder = mkdtempSync(join(tmpdir(), 'dialbook-carriers-'))
after(() => rmSync(folder, { recursive: true }))
const passwordFile = join(folder, 'password')
writeFileSync(passwordFile, 's3cond!\n')

let firstTreats: (count: number) => Treatment = () => 'taken'
const treat = ({ place }: { place?: { number: number } | undefined }) => firstTreats(place?.number ?? 1)
let first: Smsc = await startSmsc({ treat })
const second = await startSmsc({ password: 's3cond!' })
const server = await startLox24({
  env: {
    DIALBOOK_MESSAGE_ROUTES: 'safe=smpp+two:0.05, only=smpp:0.04, back=two+paper:0.03',
    DIALBOOK_MESSAGE_CARRIERS: `two=smpp://me@127.0.0.1:${second.port}?password-file=${passwordFile}&window=3`,
  },
  args: ['--smpp-server', `smpp://127.0.0.1:${first.port}`, '--message-failover', '1', '--message-receivers', '*=acme'],
  prepare: [['account', 'set', 'acme', '--country', 'DE']],
})
server.audit.hide('s3cond!')
after(async () => {
  await server.stop()
  await Promise.all([first.close(), second.close()])
})
const client = new Lox24Client(server)

type Sms = Record<string, unknown> & { readonly uuid: string }
const send = (phone: string, service_code: string, text = 'hi') =>
  client.ok<Sms>(201, 'POST', '/sms', { phone, sender_id: 'Test', text, service_code })
const until = async (uuid: string, wanted: (sms: Sms) => boolean): Promise<Sms> => {
  for (;;) {
    const sms = await client.ok<Sms>(200, 'GET', `/sms/${uuid}`)
    if (wanted(sms)) return sms
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const delivered = async (phone: string, service: string, text?: string) =>
  until((await send(phone, service, text)).uuid, ({ dlr_code }) => dlr_code === 1)
const carriers = async () =>
  JSON.parse(await server.cli('message', 'carriers', '--json')) as Record<string, string | string[]>[]
const untilState = async (name: string, wanted: string) => {
  for (;;) {
    const found = (await carriers()).find((carrier) => carrier.name === name)
    if (found?.state === wanted) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('a route with several carriers', { timeout: 120_000 }, () => {
  test('takes the first of them, and tells which can be reached', async () => {
    await untilState('smpp', 'up')
    await untilState('two', 'up')
    const { price } = await delivered('+491701234500', 'safe')
    assert.equal(price, 0.05)
    // Both SMSCs give the same ids: a receipt counts for the message of its own.
    await delivered('+491701234501', 'back')
    assert.deepEqual([first.arrived('+491701234500'), second.arrived('+491701234500')], [['hi'], []])
    assert.deepEqual([first.arrived('+491701234501'), second.arrived('+491701234501')], [[], ['hi']])
    assert.deepEqual(
      (await carriers()).map(({ name, state, routes, problem }) => [name, state, routes, problem]),
      [
        ['smpp', 'up', ['safe', 'only'], null],
        ['two', 'up', ['safe', 'back'], null],
        ['paper', 'up', ['back'], null],
      ],
    )
    assert.match(await server.cli('message', 'carriers'), /NAME +STATE +SINCE .*\nsmpp +up +20/)
    const metrics = await (await fetch(`${server.origin}/metrics`)).text()
    assert.match(metrics, /^dialbook_carrier_up\{carrier="two"\} 1$/m)
    assert.match(metrics, /^dialbook_carrier_answers_total\{carrier="smpp",answer="taken"\} 1$/m)
  })

  test('does not turn to another with what the first one refuses, or may have', async () => {
    firstTreats = () => 'refused'
    const refused = await until((await send('+491701234502', 'safe')).uuid, ({ dlr_code }) => dlr_code === 16)
    assert.equal(refused.status_code, 2000)
    firstTreats = () => 'cut'
    const lost = await until((await send('+491701234503', 'safe')).uuid, ({ status_code }) => status_code !== 0)
    assert.equal(lost.status_code, 5000)
    firstTreats = () => 'taken'
    assert.deepEqual([second.arrived('+491701234502'), second.arrived('+491701234503')], [[], []])
  })

  test('leaves a message to the carrier that has its first part, and gives the whole price back when that refuses the rest', async () => {
    const text = 'part '.repeat(70)
    const spent = async () => JSON.parse(await server.cli('message', 'budget', '--account', 'acme', '--json')).spent
    const before = await spent()
    firstTreats = (number) => (number === 2 ? 'refused' : 'taken')
    const { price } = await until((await send('+491701234504', 'safe', text)).uuid, ({ dlr_code }) => dlr_code === 16)
    assert.deepEqual([price, await spent()], [0, before])
    let throttles = 2
    firstTreats = (number) => (number === 2 && throttles-- > 0 ? 'throttled' : 'taken')
    await delivered('+491701234505', 'safe', text)
    firstTreats = () => 'taken'
    assert.deepEqual([first.arrived('+491701234505'), second.arrived('+491701234505')], [[text], []])
  })

  test('goes by the next one while the first is away, and back when it is there again', async () => {
    await untilState('smpp', 'up')
    const { port } = first
    await first.close()
    const seen = first.seen.map(({ to }) => to)
    const many = Array.from({ length: 20 }, (_, at) => `+49170123${String(4600 + at)}`)
    await Promise.all(many.map((phone) => delivered(phone, 'safe')))
    assert.deepEqual(
      seen,
      first.seen.map(({ to }) => to),
    )
    for (const phone of many) assert.deepEqual(second.arrived(phone), ['hi'], phone)
    const { problem } = await untilState('smpp', 'down')
    assert.match(String(problem), /ECONN|closed/)
    assert.match(await (await fetch(`${server.origin}/metrics`)).text(), /^dialbook_carrier_up\{carrier="smpp"\} 0$/m)
    // What has no other carrier waits.
    const waiting = await send('+491701234599', 'only')
    first = await startSmsc({ port, treat, idOf: (made) => `new-${made}` })
    await untilState('smpp', 'up')
    await until(waiting.uuid, ({ dlr_code }) => dlr_code === 1)
    await delivered('+491701234598', 'safe')
    assert.deepEqual([first.arrived('+491701234598'), second.arrived('+491701234598')], [['hi'], []])
  })

  test('brings what people write once, though the SMSC hands it over again', async () => {
    const text = 'again'
    const written = { source_addr: '491701234500', source_addr_ton: 1, destination_addr: '4930123', dest_addr_ton: 1 }
    const inbox = async () => (await client.ok<Sms[]>(200, 'GET', `/incomings?text=${text}`)).length
    const rebound = async () => {
      const binds = second.binds
      second.cut()
      while (second.binds === binds) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    for (const by of ['deliver_sm', 'data_sm'] as const) {
      const body = by === 'data_sm' ? { message_payload: `${text} data` } : { short_message: text }
      const before = await inbox()
      assert.equal(await second.deliver({ ...written, ...body }, by), 0)
      await rebound()
      assert.equal(await second.deliver({ ...written, ...body }, by), 0)
      assert.equal(await inbox(), before + 1)
      // The same words once more are another message.
      assert.equal(await second.deliver({ ...written, ...body }, by), 0)
      assert.equal(await inbox(), before + 2)
    }
  })

  test('does not start with a carrier that nobody knows, or whose password cannot be read', async () => {
    const start = (carriers: string) =>
      startServer({ env: { DIALBOOK_MESSAGE_ROUTES: 'r=paper+three', DIALBOOK_MESSAGE_CARRIERS: carriers } })
    await assert.rejects(start(''), /names the carrier three, which message\.carriers does not have/)
    const at = `three=smpp://127.0.0.1:1?password-file=${join(folder, 'none')}`
    await assert.rejects(start(at), /cannot read the SMSC's password: see the carrier three of message\.carriers/)
  })
})
