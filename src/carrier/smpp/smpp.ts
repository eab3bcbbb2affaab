import { randomUUID } from 'node:crypto'
import type { Clock } from '../../core/environment.ts'
import type { Carrier, Submission, TakeMessage, TakeReceipts } from '../../core/message/carrier.ts'
import type { Message } from '../../core/message/message.ts'
import type { Part } from '../../core/message/parts.ts'
import { Reachability } from '../reachability.ts'
import { receiptTeller } from '../receipt-teller.ts'
import { addressText, numberAddress, senderAddress } from './addresses.ts'
import type { Place } from './connection.ts'
import { PartGatherer } from './gather-parts.ts'
import { keepLink, type LinkTimes } from './link.ts'
import { commands, type Delivered, submitBody, submittedId } from './pdu.ts'
import { type IdForm, idOf, readReceipt } from './receipts.ts'
import { Redeliveries } from './redeliveries.ts'
import { statuses, statusName } from './statuses.ts'
import { codings, deliveredText } from './texts.ts'
import { Window } from './window.ts'

/** The times of the carrier, in milliseconds. */
export interface SmppTimes extends LinkTimes {
  /** How long an answer is waited for. Without one the SMSC may have the message. */
  readonly answerMs: number
  /** How long a message waits for the link, for the window and for the end of a throttling. */
  readonly waitMs: number
  /** How long the answers that are on their way get when the carrier closes. */
  readonly closeMs: number
}

const usualTimes: SmppTimes = {
  ...{ enquireMs: 30_000, firstPauseMs: 1000, longestPauseMs: 60_000 },
  ...{ answerMs: 30_000, waitMs: 10_000, closeMs: 5000 },
}

/** What the carrier is told of the SMSC, and whom it tells. */
export interface SmppOptions extends Place {
  /** The name of the carrier in the settings and in the book. */
  readonly name: string
  readonly systemId: string
  readonly password: string
  readonly systemType: string
  /** Messages that are handed over at once, before the first of them is answered. */
  readonly window: number
  readonly idForm: IdForm
  readonly clock: Clock
  readonly onReceipts: TakeReceipts
  readonly onMessage: TakeMessage
  readonly onFault: (error: unknown) => void
  readonly times?: Partial<SmppTimes>
}

/** Statuses of messages that the SMSC does not take now, and may take later. */
const laterStatuses: readonly number[] = [statuses.notBound, statuses.systemError, statuses.notNow]
const laterMs = 10_000

/** Hands messages over to an SMSC by SMPP 3.4. */
export function smppCarrier(options: SmppOptions): Carrier {
  const { name, clock, onMessage, onFault } = options
  const times = { ...usualTimes, ...options.times }
  const teller = receiptTeller({ carrier: name, onReceipts: options.onReceipts, onFault })
  const gatherer = new PartGatherer(clock.now)
  const redeliveries = new Redeliveries(clock)
  const reachability = new Reachability(clock, false)
  const onLost = (reason: string): void => reachability.down(reason)
  const link = keepLink({ ...options, times, onDelivered, onBound, onLost })
  const window = new Window({ size: options.window, waitMs: times.waitMs, link })
  const bringing = new Set<Promise<number>>()

  async function submitPart(message: Message, part: Part): Promise<Submission> {
    const connection = await window.enter()
    if (!connection) return { kind: 'busy', retryAfterMs: times.firstPauseMs }
    const answer = await connection
      .ask(commands.submit, submitBody(submittedOf(message, part)), times.answerMs)
      .finally(() => window.leave())
    if (!answer) {
      const problem = connection.isEnded ? 'the connection has ended' : `no answer in ${times.answerMs} ms`
      return { kind: 'unknown', problem }
    }
    const { status, body } = answer
    if (status === statuses.throttled || status === statuses.queueFull) {
      return { kind: 'busy', retryAfterMs: window.slowDown() }
    }
    if (laterStatuses.includes(status)) return { kind: 'busy', retryAfterMs: laterMs }
    if (status !== statuses.ok) return { kind: 'refused', problem: statusName(status) }
    window.goOn()
    link.praise()
    // Of a message without an id no receipt comes.
    const id = idOf(submittedId(body)) || `none-${randomUUID()}`
    teller.expect(id)
    return { kind: 'taken', carrierIds: [id] }
  }

  function onBound(): void {
    reachability.up()
    redeliveries.begin()
    window.look()
  }

  async function onDelivered(delivered: Delivered): Promise<number> {
    const receipt = readReceipt(delivered, options.idForm)
    if (!receipt) return bring(delivered)
    const { carrierId, state, problem } = receipt
    if (state === undefined || carrierId === '') return statuses.ok
    const isTaken = await teller.tell({ carrierId, state, at: clock.now(), problem })
    return isTaken ? statuses.ok : statuses.notNow
  }

  function bring(delivered: Delivered): Promise<number> {
    const [from, to] = [addressText(delivered.from), addressText(delivered.to)]
    const text = gatherer.add(`${from} ${to}`, deliveredText(delivered))
    if (text === undefined) return Promise.resolve(statuses.ok)
    const message = { from, to, text }
    const brought = onMessage({ ...message, carrier: name, carrierId: null, alike: redeliveries.next(message) })
      .then((isKept): number => (isKept ? statuses.ok : statuses.never))
      .catch((error: unknown) => {
        redeliveries.takeBack(message)
        onFault(error)
        return statuses.notNow
      })
      .finally(() => bringing.delete(brought))
    bringing.add(brought)
    return brought
  }

  return {
    atOnce: options.window,
    name,
    state: () => reachability.state,
    async submit({ message, parts }) {
      const carrierIds: string[] = []
      for (const part of parts) {
        const submission = await submitPart(message, part)
        if (submission.kind !== 'taken') return { ...submission, takenIds: carrierIds }
        carrierIds.push(...submission.carrierIds)
      }
      return { kind: 'taken', carrierIds }
    },
    async close() {
      await window.close(times.closeMs)
      await link.close()
      await Promise.all([teller.close(), ...bringing])
    },
  }
}

function submittedOf({ number, sender, alphabet, validUntil }: Message, { header, body }: Part) {
  return {
    from: senderAddress(sender),
    to: numberAddress(number),
    hasHeader: header.length > 0,
    coding: codings[alphabet],
    validity: absoluteTime(validUntil),
    message: Buffer.concat([header, body]),
  }
}

/** A time as SMPP has it (§7.1.1), in UTC: `260102030405000+`. */
export function absoluteTime(at: number): string {
  const digits = new Date(Math.min(at, Date.UTC(2099, 11, 31))).toISOString().replace(/\D/g, '')
  return `${digits.slice(2, 15)}00+`
}
