import type { Core } from '../core/core.ts'
import type { Carrier, Submission } from '../core/message/carrier.ts'
import type { Message } from '../core/message/message.ts'
import type { TakenParts, Tried } from '../core/message/message-port.ts'
import type { MessageRoute } from '../core/message/message-rules.ts'
import { partsOf } from '../core/message/parts.ts'
import type { Outcome } from '../core/message/settle-message.ts'
import { mayContact } from '../core/opt-out/may-contact.ts'
import { wait } from '../core/wait.ts'
import { carriersInTurn } from './carriers-in-turn.ts'
import type { FaultReport, Worker } from './worker.ts'

/** The longest that a message of another process, or one that was planned, waits to be seen. */
const lookEveryMs = 1000
/** Messages that a run has in its hands at most: so many are uncertain after a crash. */
const inHandsAtMost = 500
const recoveredAtOnce = 500
/** How long outcomes that could not be written down wait. */
const settleAgainMs = 1000

/** What the sender needs. */
export interface Sending {
  readonly carriers: readonly Carrier[]
  /** How long a carrier may be away before the next one of the route is taken at once. */
  readonly failoverMs: number
  /** Whether a message that a carrier may have is sent again. */
  readonly sendsAgain: boolean
  readonly onFault: FaultReport
}

/**
 * Sends the messages that are due, by the carriers of their routes. Each is on disk as taken before it leaves, and asked for then
 * whether its number may be written to. What another run has left in its hands is decided on first: the carrier may have it. Of
 * several servers one sends.
 */
export function sendMessages(core: Core, { carriers, failoverMs, sendsAgain, onFault }: Sending): Worker {
  const { store, clock, messageRules } = core
  const queue = store.messageQueue
  const run = core.ids.hexId()
  const allowances = messageRules.routes.map((route) => new Allowance(route, clock.now))
  const codes = messageRules.routes.map(({ code }) => code)
  const inHands = new Set<Promise<void>>()
  let tried: Tried[] = []
  let settling: Promise<void> | undefined
  let looking: Promise<void> | undefined
  let isAskedAgain = false
  let isStopped = false

  async function lookOnce(): Promise<void> {
    isAskedAgain = false
    if (isStopped || store.readOnly() !== null || !(await store.leads('messages'))) return
    while ((await queue.recover(run, sendsAgain, clock.now(), recoveredAtOnce)) > 0);
    for (const allowance of allowances) {
      const limit = Math.min(allowance.left(), inHandsAtMost - inHands.size)
      if (limit <= 0) continue
      const claimed = await queue.claim({ run, now: clock.now(), routes: [allowance.route.code], others: false, limit })
      allowance.take(claimed.length)
      for (const message of claimed) hold(sendBy(allowance.route, message))
      if (claimed.length === limit) isAskedAgain = true
    }
    const lost = { run, now: clock.now(), routes: codes, others: true, limit: inHandsAtMost }
    for (const message of await queue.claim(lost)) hold(note(message, { kind: 'expired', reason: 'its route is gone' }))
    while (isAskedAgain && inHands.size > inHandsAtMost / 2) await Promise.race(inHands)
  }

  function hold(sending: Promise<void>): void {
    const held = sending.catch(onFault).finally(() => inHands.delete(held))
    inHands.add(held)
  }

  async function sendBy(route: MessageRoute, message: Message): Promise<void> {
    const obstacle = await obstacleTo(message)
    if (obstacle) return note(message, obstacle)
    // What a carrier has from an earlier try does not leave again, and by no other carrier.
    const taken = message.parts > 1 ? await store.messages.partsTaken(message.accountId, message.id) : undefined
    const names = taken ? [taken.carrier] : route.carriers
    const [first, ...others] = carriersInTurn(carriers, names, clock.now() - failoverMs)
    if (!first) return note(message, { kind: 'failed', reason: `there is no carrier ${names.join(' and no ')}` })
    const parts = partsOf(message, message.id).slice(taken?.count)
    let carrier = first
    let submission = await carrier.submit({ message, parts })
    for (const other of others) {
      if (isStopped || !isAway(carrier, submission)) break
      carrier = other
      submission = await carrier.submit({ message, parts })
    }
    const takenIds = submission.kind === 'taken' ? [] : (submission.takenIds ?? [])
    const outcome = outcomeOf(carrier, submission)
    return note(message, outcome, takenIds.length > 0 ? { carrier: carrier.name, carrierIds: takenIds } : undefined)
  }

  /** What keeps a message from leaving now; undefined for nothing. */
  async function obstacleTo(message: Message): Promise<Outcome | undefined> {
    const now = clock.now()
    if (now >= message.validUntil) return { kind: 'expired', reason: 'it could not be sent in time' }
    const answer = await mayContact(core, message.accountId, message.number, 'messages', now)
    if (!answer.may && answer.reason.code === 'quiet_hours') return { kind: 'later', dueAt: answer.reason.until }
    return answer.may ? undefined : { kind: 'skipped', reason: answer.reason.code }
  }

  function outcomeOf(carrier: Carrier, submission: Submission): Outcome {
    switch (submission.kind) {
      case 'taken':
        return { kind: 'sent', carrier: carrier.name, carrierIds: submission.carrierIds }
      case 'refused':
        return { kind: 'failed', reason: `refused by the carrier: ${submission.problem}` }
      case 'busy':
        return { kind: 'later', dueAt: clock.now() + submission.retryAfterMs }
      default:
        return { kind: 'uncertain', sendsAgain }
    }
  }

  /** Writes down what came of a try, together with all others that end while an earlier lot is being written. */
  function note(message: Message, outcome: Outcome, taken?: TakenParts): Promise<void> {
    tried.push({ message, outcome, ...(taken && { taken }) })
    settling ??= settleAll()
    return settling
  }

  async function settleAll(): Promise<void> {
    try {
      while (tried.length > 0) {
        const lot = tried
        tried = []
        try {
          await queue.settle(run, lot, clock.now())
        } catch (error) {
          onFault(error)
          // What cannot be written down by the end is uncertain for the next run.
          if (isStopped) return
          tried = [...lot, ...tried]
          await wait(settleAgainMs)
        }
      }
    } finally {
      settling = undefined
    }
  }

  function look(): void {
    isAskedAgain = true
    looking ??= lookOnce()
      .catch(onFault)
      .finally(() => {
        looking = undefined
        if (isAskedAgain && !isStopped) look()
      })
  }

  queue.onQueued(look)
  const timer = setInterval(look, lookEveryMs).unref()
  look()
  return {
    async stop() {
      isStopped = true
      clearInterval(timer)
      await looking
      // A carrier answers for what it still has within a time of its own.
      const closing = carriers.map((carrier) => carrier.close())
      await Promise.all(inHands)
      await settling
      await Promise.all(closing)
    },
  }
}

/** Whether a carrier does not have a message, not even a part of it, since it cannot be reached. */
function isAway(carrier: Carrier, submission: Submission): boolean {
  return submission.kind === 'busy' && !submission.takenIds?.length && !carrier.state().isUp
}

/** What a route may send: so many in a second, and a second's worth at once. */
class Allowance {
  readonly route: MessageRoute
  readonly #now: () => number
  #left: number
  #at: number

  constructor(route: MessageRoute, now: () => number) {
    this.route = route
    this.#now = now
    this.#left = route.rate
    this.#at = now()
  }

  left(): number {
    const { rate } = this.route
    if (rate === 0) return inHandsAtMost
    const now = this.#now()
    this.#left = Math.min(rate, this.#left + ((now - this.#at) * rate) / 1000)
    this.#at = now
    return Math.floor(this.#left)
  }

  take(count: number): void {
    this.#left -= count
  }
}
