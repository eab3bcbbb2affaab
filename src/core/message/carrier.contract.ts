import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Carrier, Receipt } from './carrier.ts'
import type { Alphabet, Message } from './message.ts'
import { partsOf } from './parts.ts'

/** A carrier under test, and what is seen of it. */
export interface CarrierUnderTest {
  readonly carrier: Carrier
  /** Numbers that the carrier, or what stands behind it, treats in these ways. */
  readonly numbers: Readonly<Record<'fine' | 'refused' | 'failed' | 'expired', string>>
  /** Whether the carrier tells of a message of several parts by one id. */
  readonly isWhole?: boolean
  /** The texts that were handed over to the number, as they arrived. */
  arrived(number: string): Promise<readonly string[]>
  close(): Promise<void>
}

/** Opens a carrier that tells its receipts to `onReceipts`, which says for each whether it is kept. */
export type OpenCarrier = (
  onReceipts: (receipts: readonly Receipt[]) => readonly boolean[],
) => Promise<CarrierUnderTest>

/** The rules for every carrier. */
export function describeCarrier(name: string, open: OpenCarrier): void {
  describe(`the carrier ${name}`, () => {
    let tested: CarrierUnderTest
    const receipts = new Map<string, Receipt>()
    const waiting: (() => void)[] = []
    const refusedOnce = new Set<string>()
    let made = 0
    before(async () => {
      tested = await open((told) =>
        told.map((receipt) => {
          // Each receipt comes too early the first time.
          if (!refusedOnce.has(receipt.carrierId)) {
            refusedOnce.add(receipt.carrierId)
            return false
          }
          receipts.set(receipt.carrierId, receipt)
          for (const look of waiting.splice(0)) look()
          return true
        }),
      )
    })
    after(() => tested.close())

    const message = (number: string, text: string, alphabet: Alphabet): Message => ({
      ...{
        accountId: 1,
        id: ++made,
        bulkId: null,
        hexId: made.toString(16).padStart(24, '0'),
        number,
        country: null,
        sender: 'me',
        text,
      },
      ...{ alphabet, characters: text.length, parts: 1, price: 0, label: null, route: 'r', callbackData: null },
      ...{
        language: null,
        forgetsText: false,
        plannedAt: null,
        dueAt: 0,
        validUntil: Date.UTC(2090, 0, 1),
        state: 'queued',
        reason: null,
      },
      ...{ isUncertain: false, claimedBy: 'run', sentAt: null, endedAt: null, createdAt: 0, credentialId: null },
      ...{ address: null, origin: 'test' },
    })
    const submit = (number: string, text = 'hi', alphabet: Alphabet = 'gsm') => {
      const sent = message(number, text, alphabet)
      return tested.carrier.submit({ message: sent, parts: partsOf(sent, 1) })
    }
    const receiptOf = async (carrierId: string): Promise<Receipt> => {
      for (;;) {
        const found = receipts.get(carrierId)
        if (found) return found
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    }

    it('takes a message, hands its text over, and tells again of what was not kept', async () => {
      const { fine } = tested.numbers
      const text = `long {€} ${'x'.repeat(200)}`
      const submission = await submit(fine, text)
      assert.ok(submission.kind === 'taken', JSON.stringify(submission))
      assert.equal(submission.carrierIds.length, tested.isWhole ? 1 : 2)
      assert.ok((await tested.arrived(fine)).includes(text))
      for (const id of submission.carrierIds) assert.equal((await receiptOf(id)).state, 'delivered')
    })

    it('hands over what the alphabet of GSM does not have', async () => {
      const text = `سلام 😀 ${'ж'.repeat(70)}`
      const submission = await submit(tested.numbers.fine, text, 'unicode')
      assert.ok(submission.kind === 'taken', JSON.stringify(submission))
      assert.ok((await tested.arrived(tested.numbers.fine)).includes(text))
    })

    it('gives every part an id of its own', async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => submit(tested.numbers.fine)))
      const ids = all.flatMap((each) => (each.kind === 'taken' ? each.carrierIds : []))
      assert.equal(new Set(ids).size, 20)
    })

    it('tells what fails and what expires, with a word for why', async () => {
      for (const state of ['failed', 'expired'] as const) {
        const submission = await submit(tested.numbers[state])
        assert.ok(submission.kind === 'taken')
        const receipt = await receiptOf(submission.carrierIds[0] as string)
        assert.equal(receipt.state, state)
        assert.ok(receipt.problem)
      }
    })

    it('says of a message that it refuses why, and does not hand it over', async () => {
      const submission = await submit(tested.numbers.refused)
      assert.ok(submission.kind === 'refused' && submission.problem !== '')
      assert.deepEqual(await tested.arrived(tested.numbers.refused), [])
    })
  })
}
