import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { type Smsc, type SmscOptions, startSmsc } from '../../../test/messages/support/smsc.ts'
import type { BroughtMessage } from '../../core/incoming-message/incoming-message.ts'
import type { Receipt } from '../../core/message/carrier.ts'
import type { Message } from '../../core/message/message.ts'
import { partsOf } from '../../core/message/parts.ts'
import { type SmppOptions, smppCarrier } from './smpp.ts'

const until = async (isThere: () => boolean): Promise<void> => {
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** The times of a test: nothing is waited for longer than it must. */
const times = { firstPauseMs: 20, longestPauseMs: 40, waitMs: 5000 }

function openTo(port: number, more: Partial<SmppOptions> = {}) {
  const brought: BroughtMessage[] = []
  const receipts: Receipt[] = []
  const faults: string[] = []
  const carrier = smppCarrier({
    name: 'smpp',
    ...{ host: '127.0.0.1', port, secure: false, systemId: 'me', password: 'secret', systemType: '', window: 5 },
    ...{ idForm: 'alike', clock: { now: () => Date.now() } },
    async onReceipts(_carrier, told) {
      receipts.push(...told)
      return told.map(() => true)
    },
    async onMessage(message) {
      brought.push(message)
      return message.text !== 'for nobody'
    },
    onFault: (error) => faults.push((error as Error).message),
    ...more,
    times: { ...times, ...more.times },
  })
  const submit = (fields: Partial<Message> = {}) => {
    const message = { ...messageOf(fields.number ?? '+4917012300'), ...fields } as Message
    return carrier.submit({ message, parts: partsOf(message, 7) })
  }
  return { carrier, brought, receipts, faults, submit }
}

type Opened = ReturnType<typeof openTo>

async function open(
  t: TestContext,
  smscOptions: SmscOptions = {},
  more: Partial<SmppOptions> = {},
): Promise<Opened & { smsc: Smsc }> {
  const smsc = await startSmsc(smscOptions)
  const opened = openTo(smsc.port, more)
  t.after(async () => {
    await opened.carrier.close()
    await smsc.close()
  })
  return { smsc, ...opened }
}

function messageOf(number: string): Partial<Message> {
  return { number, sender: 'me', text: 'hi', alphabet: 'gsm', validUntil: Date.UTC(2030, 1, 3, 4, 5, 6) }
}

const long = { text: 'x'.repeat(400) }

describe('the SMPP carrier', { timeout: 60_000 }, () => {
  it('says who a message is from, to whom, in which alphabet, and for how long', async (t) => {
    const { smsc, submit } = await open(t)
    const senders: readonly (readonly [string, readonly [number, number, string]])[] = [
      ['Shop 24', [5, 0, 'Shop 24']],
      ['+4930123456', [1, 1, '4930123456']],
      ['4930123456', [1, 1, '4930123456']],
      ['12345', [3, 0, '12345']],
      ['+12345', [1, 1, '12345']],
    ]
    for (const [sender, wanted] of senders) {
      await submit({ sender })
      const { source_addr_ton, source_addr_npi, source_addr } = smsc.taken.at(-1)?.pdu ?? assert.fail()
      assert.deepEqual([source_addr_ton, source_addr_npi, source_addr], wanted, sender)
    }
    const { pdu } = smsc.taken.at(-1) ?? assert.fail()
    assert.deepEqual([pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr], [1, 1, '4917012300'])
    assert.deepEqual([pdu.esm_class, pdu.data_coding, pdu.registered_delivery], [0, 0, 1])
    assert.equal(pdu.validity_period.toISOString(), '2030-02-03T04:05:06.000Z')
    await submit({ text: 'ж'.repeat(71), alphabet: 'unicode' })
    const parts = smsc.taken.slice(-2)
    assert.deepEqual(
      parts.map((part) => [part.pdu.esm_class, part.pdu.data_coding, part.place]),
      [1, 2].map((number) => [0x40, 8, { reference: 7, count: 2, number }]),
    )
  })

  it('has no more messages without an answer than the window', async (t) => {
    const { smsc, submit } = await open(t, { treat: () => 'unanswered' }, { times: { answerMs: 300 } })
    const all = Array.from({ length: 12 }, () => submit())
    await until(() => smsc.seen.length === 5)
    await smsc.deliver({ esm_class: 0, short_message: 'ping' })
    assert.equal(smsc.seen.length, 5)
    for (const { kind } of await Promise.all(all)) assert.equal(kind, 'unknown')
    assert.equal(smsc.seen.length, 12)
  })

  it('pauses while it is throttled, and says which parts have left', async (t) => {
    let throttles = 4
    const { smsc, submit } = await open(t, {
      treat: ({ place }) => ((place?.number ?? 2) === 2 && throttles-- > 0 ? 'throttled' : 'taken'),
    })
    for (const retryAfterMs of [250, 500]) {
      const pausedAt = performance.now()
      assert.deepEqual(await submit(), { kind: 'busy', retryAfterMs, takenIds: [] })
      const waited = performance.now() - pausedAt
      assert.ok(retryAfterMs === 250 || waited >= 200, String(waited))
    }
    // The first part is taken, so that the SMSC goes on.
    for (let time = 0; time < 2; time++) {
      assert.deepEqual(await submit(long), { kind: 'busy', retryAfterMs: 250, takenIds: [smsc.taken.at(-1)?.id] })
    }
    const whole = await submit(long)
    assert.ok(whole.kind === 'taken' && whole.carrierIds.length === 3)
  })

  it('tells what is refused by the name that the SMSC gives', async (t) => {
    const { submit } = await open(t, { treat: ({ place }) => (place?.number === 3 ? 'refused' : 'taken') })
    const { kind, ...rest } = await submit(long)
    assert.equal(kind, 'refused')
    assert.deepEqual(rest, { problem: 'ESME_RINVDSTADR', takenIds: ['id-1', 'id-2'] })
  })

  it('does not know what became of a message when the connection ends, and comes back', async (t) => {
    let made = 0
    const { smsc, submit, faults } = await open(t, { treat: () => (++made === 2 ? 'cut' : 'taken') })
    assert.deepEqual(await submit(long), {
      ...{ kind: 'unknown', problem: 'the connection has ended', takenIds: ['id-1'] },
    })
    assert.equal((await submit()).kind, 'taken')
    assert.equal(smsc.binds, 2)
    assert.match(faults.join(), /^the link to 127\.0\.0\.1:\d+ is lost: /)
  })

  it('is busy while the SMSC is away or does not know the password, which it tells nobody', async (t) => {
    const { submit, faults } = await open(t, { password: 'another' }, { times: { waitMs: 100 } })
    assert.deepEqual(await submit(), { kind: 'busy', retryAfterMs: 20, takenIds: [] })
    assert.match(faults.join(), /it is refused: ESME_RINVPASWD/)
    assert.doesNotMatch(faults.join(), /secret/)
    const smsc = await startSmsc()
    await smsc.close()
    const away = openTo(smsc.port, { times: { waitMs: 100 } })
    assert.equal((await away.submit()).kind, 'busy')
    assert.match(away.faults.join(), /ECONNREFUSED/)
    const again = await startSmsc({ port: smsc.port })
    assert.equal((await away.submit()).kind, 'taken')
    await away.carrier.close()
    await again.close()
  })

  it('ends a connection on which nobody answers, and one that speaks something else', async (t) => {
    const { smsc, submit, faults } = await open(t, {}, { times: { enquireMs: 50 } })
    await submit()
    const bound = smsc.session()
    await new Promise<void>((resolve) => bound.enquire_link({}, () => resolve()))
    bound.removeAllListeners('enquire_link')
    await until(() => smsc.binds === 2)
    assert.match(faults.join(), /the SMSC does not answer any more/)
    smsc.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await until(() => smsc.binds === 3)
    assert.match(faults.join(), /it does not speak SMPP/)
    assert.ok(smsc.session().unbind())
    await until(() => smsc.binds === 4)
    assert.equal((await submit()).kind, 'taken')
  })

  it('closes in a time of its own, whatever the SMSC does', async (t) => {
    const { smsc, submit, carrier } = await open(t, { treat: () => 'unanswered' }, { times: { closeMs: 50 } })
    const all = Array.from({ length: 7 }, () => submit())
    await until(() => smsc.seen.length === 5)
    await carrier.close()
    const kinds = (await Promise.all(all)).map(({ kind }) => kind)
    assert.deepEqual(kinds.toSorted(), ['busy', 'busy', ...Array.from({ length: 5 }, () => 'unknown')])
    assert.equal((await submit()).kind, 'busy')

    // A listener that never says anything.
    const mute = createServer().listen(0, '127.0.0.1')
    await once(mute, 'listening')
    const other = openTo((mute.address() as { port: number }).port)
    await once(mute, 'connection')
    await other.carrier.close()
    mute.close()
  })

  it('brings what people write, in all alphabets and in several parts, and says where nobody has it', async (t) => {
    const { smsc, submit, brought } = await open(t)
    await submit()
    const addresses = {
      ...{ source_addr: '491701234567', source_addr_ton: 1, source_addr_npi: 1 },
      ...{ destination_addr: '4930123456', dest_addr_ton: 1, dest_addr_npi: 1 },
    }
    const write = (fields: object) => smsc.deliver({ ...addresses, ...fields })
    const ucs2 = (text: string) => Buffer.from(text, 'utf16le').swap16()
    const gsm = Buffer.concat([Buffer.from('STOP '), Buffer.from([0x1b, 0x28, 0x1b, 0x65, 0x1b, 0x29, 0x10])])
    assert.equal(await write({ data_coding: 0, short_message: gsm }), 0)
    assert.equal(await write({ data_coding: 8, short_message: ucs2('سلام 😀') }), 0)
    assert.equal(await write({ data_coding: 3, short_message: Buffer.from('née', 'latin1') }), 0)
    assert.equal(await write({ data_coding: 8, message_payload: ucs2('long') }), 0)
    assert.equal(await write({ data_coding: 4, short_message: Buffer.from([1, 2]) }), 0)
    const emoji = ucs2('😀')
    const part = (number: number, of: number, body: Buffer, long = false) =>
      write({
        ...{ esm_class: 0x40, data_coding: 8 },
        short_message: Buffer.concat([
          Buffer.from(long ? [6, 8, 4, 1, 9, of, number] : [5, 0, 3, 9, of, number]),
          body,
        ]),
      })
    assert.equal(await part(2, 2, emoji.subarray(2)), 0)
    assert.equal(await part(2, 2, ucs2('b'), true), 0)
    assert.equal(await part(1, 2, emoji.subarray(0, 2)), 0)
    assert.equal(await part(1, 2, ucs2('a'), true), 0)
    for (const number of [2, 1]) {
      const sar = { sar_msg_ref_num: 7, sar_total_segments: 2, sar_segment_seqnum: number }
      assert.equal(await write({ ...sar, short_message: `part ${number}` }), 0)
    }
    assert.equal(await write({ source_addr_ton: 5, source_addr: 'My Bank', short_message: 'hello' }), 0)
    assert.equal(await write({ short_message: 'for nobody' }), 0x66)
    assert.deepEqual(
      brought.map(({ text }) => text),
      ['STOP {€}Δ', 'سلام 😀', 'née', 'long', '', '😀', 'ab', 'part 1part 2', 'hello', 'for nobody'],
    )
    const { alike, ...first } = brought[0] ?? assert.fail('none')
    assert.equal(alike?.nth, 1)
    assert.deepEqual(first, {
      ...{ from: '+491701234567', to: '+4930123456', text: 'STOP {€}Δ', carrier: 'smpp', carrierId: null },
    })
    assert.equal(brought[8]?.from, 'My Bank')
  })

  it('lets come again what the book could not take', async (t) => {
    let isBroken = true
    const { smsc, submit, faults } = await open(
      t,
      {},
      {
        async onMessage() {
          if (isBroken) throw new Error('the disk is full')
          return true
        },
        async onReceipts(_carrier, told) {
          if (isBroken) throw new Error('the disk is full')
          return told.map(() => true)
        },
      },
    )
    await submit({ number: '+4917012300' })
    assert.equal(await smsc.deliver({ short_message: 'hi' }), 0x64)
    assert.equal(await smsc.deliver({ esm_class: 4, short_message: 'id:id-1 stat:DELIVRD' }), 0x64)
    isBroken = false
    assert.equal(await smsc.deliver({ short_message: 'hi' }), 0)
    assert.equal(await smsc.deliver({ esm_class: 4, short_message: 'id:id-1 stat:DELIVRD' }), 0)
    assert.ok(faults.length >= 2 && faults.every((fault) => fault === 'the disk is full'))
  })

  it('does not hold up others for a receipt that nobody knows, and tells it later', async (t) => {
    const asked: string[] = []
    let isKnown = false
    const { smsc, submit } = await open(
      t,
      { treat: () => 'silent' },
      {
        async onReceipts(_carrier, told) {
          asked.push(...told.map(({ carrierId }) => carrierId))
          return told.map(() => isKnown)
        },
      },
    )
    await submit()
    const own = smsc.deliver({ esm_class: 4, short_message: 'id:id-1 stat:DELIVRD' })
    let isAnswered = false
    own.then(() => {
      isAnswered = true
    })
    assert.equal(await smsc.deliver({ esm_class: 4, short_message: 'id:early stat:DELIVRD' }), 0)
    // That of a message of this process is answered once it is kept.
    assert.ok(!isAnswered)
    const tries = asked.filter((id) => id === 'early').length
    assert.ok(tries > 3, String(tries))
    isKnown = true
    assert.equal(await own, 0)
    await until(() => asked.filter((id) => id === 'early').length > tries)
  })
})
