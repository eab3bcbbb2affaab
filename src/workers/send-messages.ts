import type { Core } from '../core/core.ts'
import { inLots } from '../core/lots.ts'
import type { Carrier, Submission } from '../core/message/carrier.ts'
import { findObstacles } from '../core/message/find-obstacles.ts'
import type { Message } from '../core/message/message.ts'
import type { PartsWithCarrier, TakenParts, Tried } from '../core/message/message-port.ts'
import type { MessageRoute } from '../core/message/message-rules.ts'
import { MessagesUnderWay } from '../core/message/messages-under-way.ts'
import { partsOf } from '../core/message/parts.ts'
import type { Outcome } from '../core/message/settle-message.ts'
import { wait } from '../core/wait.ts'
import { carriersInTurn } from './carriers-in-turn.ts'
import { Hands } from './hands.ts'
import type { FaultReport, Worker } from './worker.ts'

/** The longest that a message of another process, or one that was planned, waits to be seen. */
const lookEveryMs = 1000
const recoveredAtOnce = 100
/** Messages without a route that end at once, and outcomes that are written down together, at most. */
const lotAtMost = 100
/** How long a message waits that could not be asked about. */
const askAgainMs = 1000
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

/** What is known of a message right before it leaves. */
interface Asked {
  readonly obstacle: Outcome | undefined
  readonly taken: PartsWithCarrier | undefined
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
  const hands = new Map(carriers.map((carrier) => [carrier, new Hands(carrier, look)]))
  const underWay = new MessagesUnderWay()
  const ownHands = new Hands({ atOnce: lotAtMost }, look)
  const settle = inLots<Tried, undefined>(lotAtMost, settleLot)
  /** When to look next for what another run, or a route that is gone, has left. */
  let tidiesAt = 0
  let looking: Promise<void> | undefined
  let isAskedAgain = false
  let isStopped = false

  async function lookOnce(): Promise<void> {
    isAskedAgain = false
    if (isStopped || store.readOnly() !== null || !(await store.leads('messages'))) return
    const isTimeToTidy = performance.now() >= tidiesAt
    if (isTimeToTidy) {
      // First of all, as another run may have had what this one would take.
      while ((await queue.recover(run, sendsAgain, clock.now(), recoveredAtOnce)) > 0);
      tidiesAt = performance.now() + lookEveryMs / 2
    }
    for (const allowance of allowances) {
      const { code, carriers: names } = allowance.route
      const those = handsOf(inTurn(names)[0])
      const { room } = those
      if (room === 0) those.want()
      const limit = Math.min(allowance.left(), room)
      if (limit === 0) continue
      const claimed = await queue.claim({ run, now: clock.now(), routes: [code], others: false, limit })
      allowance.take(claimed.length)
      sendAll(allowance.route, claimed, those)
      if (claimed.length === room) those.want()
    }
    const lost = { run, now: clock.now(), routes: codes, others: true, limit: ownHands.room }
    if (!isTimeToTidy || lost.limit === 0) return
    for (const message of await queue.claim(lost)) {
      ownHands.hold(note(message, { kind: 'expired', reason: 'its route is gone' }))
    }
  }

  function inTurn(names: readonly string[]): readonly Carrier[] {
    return carriersInTurn(carriers, names, clock.now() - failoverMs)
  }

  function handsOf(carrier: Carrier | undefined): Hands {
    return (carrier && hands.get(carrier)) ?? ownHands
  }

  /**
   * Sends messages of a route by its carrier. All of them are asked about together, and where that fails each by itself: what is damaged
   * for one of them holds up no other.
   */
  function sendAll(route: MessageRoute, messages: readonly Message[], those: Hands): void {
    const asking = askAbout(messages)
    for (const [at, message] of messages.entries()) {
      const asked = asking.then(
        (all) => all[at] as Asked,
        () => askAbout([message]).then(([one]) => one as Asked),
      )
      const sending = asked.then(
        (found) => sendBy(route, message, found),
        () => note(message, { kind: 'later', dueAt: clock.now() + askAgainMs }),
      )
      const known = sending.catch((error: unknown) => {
        onFault(error)
        return note(message, { kind: 'uncertain', sendsAgain })
      })
      those.hold(known.finally(() => underWay.end(message)))
    }
    asking.catch(onFault)
  }

  async function askAbout(messages: readonly Message[]): Promise<Asked[]> {
    const obstacles = await findObstacles(core, messages, underWay)
    const long = messages.filter(({ parts }) => parts > 1)
    const taken = new Map((await store.messages.partsTaken(long)).map((parts, at) => [long[at], parts]))
    return messages.map((message, at) => ({ obstacle: obstacles[at], taken: taken.get(message) }))
  }

  async function sendBy(route: MessageRoute, message: Message, { obstacle, taken }: Asked): Promise<void> {
    if (obstacle) return note(message, obstacle)
    // What a carrier has from an earlier try does not leave again, and by no other carrier.
    const names = taken ? [taken.carrier] : route.carriers
    const [first, ...others] = inTurn(names)
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

  function note(message: Message, outcome: Outcome, taken?: TakenParts): Promise<void> {
    return settle({ message, outcome, ...(taken && { taken }) })
  }

  /** Writes down what came of tries. What cannot be written down by the end is uncertain for the next run. */
  async function settleLot(lot: readonly Tried[]): Promise<readonly undefined[]> {
    for (;;) {
      try {
        await queue.settle(run, lot, clock.now())
        return []
      } catch (error) {
        onFault(error)
        if (isStopped) return []
        await wait(settleAgainMs)
      }
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
      await Promise.all([...hands.values(), ownHands].map((those) => those.empty()))
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
    if (rate === 0) return Number.POSITIVE_INFINITY
    const now = this.#now()
    this.#left = Math.min(rate, this.#left + ((now - this.#at) * rate) / 1000)
    this.#at = now
    return Math.floor(this.#left)
  }

  take(count: number): void {
    this.#left -= count
  }
}
