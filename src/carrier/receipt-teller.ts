import type { Receipt, TakeReceipts } from '../core/message/carrier.ts'
import { wait } from '../core/wait.ts'

const atOnce = 100
/** How long a receipt that was not kept waits: its message is being written. */
const againMs = 100
/** How long whoever brought a receipt of a message of others waits for an answer. */
const answeredWithinMs = 1000
/** Own messages whose receipts are still to come, at the most. */
const mostExpected = 20_000
/** After this time nobody knows the message any more. */
const givesUpMs = 60_000
/** Receipts that wait at the most. */
const mostWaiting = 10_000

interface Told {
  readonly receipt: Receipt
  readonly since: number
  triedAt: number
  /** Undefined once it is answered. */
  answer: ((isTaken: boolean) => void) | undefined
}

interface TellerParts {
  readonly carrier: string
  readonly onReceipts: TakeReceipts
  readonly onFault: (error: unknown) => void
}

/** Tells receipts, in lots, and again while their messages are not known yet. */
export interface ReceiptTeller {
  /**
   * Resolves with whether the receipt is taken over. One that is not must come again: the book could not be written, or too many
   * receipts wait.
   */
  tell(receipt: Receipt): Promise<boolean>
  /** Says that a receipt is of a message of this process: it is answered when it is kept, so that a crash in between loses nothing. */
  expect(carrierId: string): void
  /** Ends after the receipts that are being written. */
  close(): Promise<void>
}

/** Tells the receipts of a carrier that brings each of them once. */
export function receiptTeller({ carrier, onReceipts, onFault }: TellerParts): ReceiptTeller {
  let waiting: Told[] = []
  const expected = new Set<string>()
  let telling: Promise<void> | undefined
  let isClosed = false

  async function tellAll(): Promise<void> {
    while (waiting.length > 0 && !isClosed) {
      const due = performance.now() - againMs
      const lot = waiting.filter(({ triedAt }) => triedAt <= due).slice(0, atOnce)
      if (lot.length > 0) await tellLot(lot)
      else await wait(againMs / 2)
    }
  }

  async function tellLot(lot: readonly Told[]): Promise<void> {
    const receipts = lot.map(({ receipt }) => receipt)
    const kept = await onReceipts(carrier, receipts).catch((error: unknown) => {
      onFault(error)
      return undefined
    })
    const now = performance.now()
    const done = new Set<Told>()
    for (const [at, told] of lot.entries()) {
      told.triedAt = now
      const age = now - told.since
      const isLost = kept === undefined && told.answer !== undefined
      if (kept?.[at] === true || isLost || age > givesUpMs) done.add(told)
      const { carrierId } = told.receipt
      if (done.has(told) || (age > answeredWithinMs && !expected.has(carrierId))) settle(told, !isLost)
      if (done.has(told) && !isLost) expected.delete(carrierId)
    }
    waiting = waiting.filter((told) => !done.has(told))
  }

  function begin(): void {
    telling ??= tellAll()
      .catch(onFault)
      .finally(() => {
        telling = undefined
        if (waiting.length > 0 && !isClosed) begin()
      })
  }

  return {
    tell: (receipt) =>
      new Promise((answer) => {
        if (isClosed || waiting.length >= mostWaiting) return answer(false)
        waiting.push({ receipt, since: performance.now(), triedAt: 0, answer })
        begin()
      }),
    expect(carrierId) {
      expected.add(carrierId)
      const [oldest] = expected
      if (expected.size > mostExpected && oldest !== undefined) expected.delete(oldest)
    },
    async close() {
      isClosed = true
      await telling
      for (const told of waiting) settle(told, false)
    },
  }
}

function settle(told: Told, isTaken: boolean): void {
  told.answer?.(isTaken)
  told.answer = undefined
}
