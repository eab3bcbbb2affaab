import type { Clock } from '../../core/environment.ts'
import type { Carrier, Receipt, Submission, TakeMessage, TakeReceipts } from '../../core/message/carrier.ts'
import type { CarrierDesk } from '../../core/message/carrier-desk.ts'
import type { Message } from '../../core/message/message.ts'
import type { MessageReader } from '../../core/message/message-port.ts'
import { Reachability } from '../reachability.ts'
import { type ApiAnswer, isAnswered, reachApi } from './api.ts'
import { readIncomings } from './incomings.ts'
import { receiptIn, type ShownSms } from './receipts.ts'

/** The times of the carrier, in milliseconds. */
export interface Lox24Times {
  readonly answerMs: number
  /** How long a message waits for the end of a pause. */
  readonly waitMs: number
  /** The time between two looks for receipts. */
  readonly lookEveryMs: number
  /** The time between two looks for messages that came in. */
  readonly lookInEveryMs: number
}

const usualTimes: Lox24Times = { answerMs: 30_000, waitMs: 10_000, lookEveryMs: 5000, lookInEveryMs: 15_000 }

/** A pause where the answer names none: of a server that is busy, and of one that does not take the key. */
const busyMs = 5000
const wrongKeyMs = 60_000
/** Receipts of older messages are looked for in one of so many looks, and at last never. */
const freshMs = 10 * 60_000
const looksForOld = 30
const givesUpMs = 4 * 24 * 60 * 60_000
/** Fewer than a page of the API has. */
const askedAtOnce = 25

/** Messages of a window: as many again may be on their way. */
const callsAtOnce = 10

/** Statuses that tell of the settings, and nothing of the message. */
const wrongSettings: readonly number[] = [301, 302, 303, 307, 308, 401, 403, 404, 405]

/** Messages that came in, as this process reads them. */
export interface Lox24Inbox {
  readonly desk: Pick<CarrierDesk, 'place' | 'keepPlace'>
  readonly onMessage: TakeMessage
  /** Whether this process reads them, of all that serve the book. */
  readonly leads: () => Promise<boolean>
}

/** What the carrier is told of the server, and whom it tells. */
export interface Lox24Options {
  /** The name of the carrier in the settings and in the book. */
  readonly name: string
  /** The origin of the API. */
  readonly server: string
  /** As `1234567:KEY`. */
  readonly key: string
  /** The `service_code` of all messages; empty for the usual one. */
  readonly service: string
  readonly clock: Clock
  /** The messages whose receipts are still to come. */
  readonly awaited: MessageReader['awaited']
  readonly onReceipts: TakeReceipts
  /** Undefined where messages that came in are nobody's. */
  readonly inbox: Lox24Inbox | undefined
  readonly onFault: (error: unknown) => void
  readonly times?: Partial<Lox24Times>
}

/** Hands messages over to LOX24, or to whatever answers as it does, and asks for their receipts and for messages that came in. */
export function lox24Carrier(options: Lox24Options): Carrier {
  const { name, clock, awaited, onReceipts, inbox, onFault, service } = options
  const times = { ...usualTimes, ...options.times }
  const api = reachApi({ server: options.server, key: options.key, timeoutMs: times.answerMs })
  const closing = new AbortController()
  const isClosed = (): boolean => closing.signal.aborted
  const reachability = new Reachability(clock, true)
  let pausedUntil = 0

  async function submit(message: Message): Promise<Submission> {
    const paused = await pauseLeft()
    if (paused > 0 || isClosed()) return { kind: 'busy', retryAfterMs: paused }
    const answer = await api.call('POST', '/sms', bodyOf(message))
    if (!isAnswered(answer)) {
      if (answer.isUnsent) return { kind: 'busy', retryAfterMs: awayFor(busyMs, answer.problem) }
      return (await find(message)) ?? { kind: 'unknown', problem: answer.problem }
    }
    const { status, body } = answer
    const retryAfterMs = pauseAfter(answer)
    if (retryAfterMs !== undefined) return { kind: 'busy', retryAfterMs }
    const uuid = status === 201 ? (body as { uuid?: unknown } | undefined)?.uuid : undefined
    if (typeof uuid === 'string' && uuid !== '') return { kind: 'taken', carrierIds: [uuid] }
    if (status >= 400 && status < 500) return { kind: 'refused', problem: problemOf(answer) }
    return (await find(message)) ?? { kind: 'unknown', problem: `it answered ${status}` }
  }

  /** Asks for a message whose answer was lost, by the text of ours that goes with it. */
  async function find({ hexId }: Message): Promise<Submission | undefined> {
    const answer = await api.call('GET', `/sms?callback_data=${hexId}`)
    const list: readonly ShownSms[] = isAnswered(answer) && Array.isArray(answer.body) ? answer.body : []
    const uuid = list.find((sms) => sms?.callback_data === hexId)?.uuid
    return typeof uuid === 'string' ? { kind: 'taken', carrierIds: [uuid] } : undefined
  }

  function bodyOf({ hexId, number, sender, text, alphabet, language, forgetsText }: Message): object {
    return {
      ...{ phone: number, sender_id: sender, text, is_unicode: alphabet === 'unicode', callback_data: hexId },
      ...(service !== '' && { service_code: service }),
      ...(language !== null && { voice_lang: language }),
      ...(forgetsText && { is_text_deleted: true }),
    }
  }

  /** The pause that an answer asks for; undefined for none. */
  function pauseAfter({ status, retryAfterMs }: ApiAnswer): number | undefined {
    if (wrongSettings.includes(status)) {
      return awayFor(retryAfterMs ?? wrongKeyMs, `it answers ${status}: see the settings of this carrier`)
    }
    if (status === 503) return awayFor(retryAfterMs ?? busyMs, 'it answers 503')
    reachability.up()
    return status === 429 ? pauseFor(retryAfterMs ?? wrongKeyMs, 'it answers 429') : undefined
  }

  /** Pauses, and says that nobody is reached. */
  function awayFor(ms: number, problem: string): number {
    reachability.down(problem)
    return pauseFor(ms, problem)
  }

  function pauseFor(ms: number, problem: string): number {
    if (performance.now() >= pausedUntil) onFault(new Error(`a pause of ${ms} ms: ${problem}`))
    pausedUntil = Math.max(pausedUntil, performance.now() + ms)
    return ms
  }

  /** Waits for the end of a pause, as long as a message waits. Resolves with what is left of it then. */
  async function pauseLeft(): Promise<number> {
    const until = performance.now() + times.waitMs
    while (performance.now() < pausedUntil && performance.now() < until && !isClosed()) {
      await sleep(Math.min(pausedUntil, until) - performance.now())
    }
    return Math.max(0, Math.ceil(pausedUntil - performance.now()))
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        closing.signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, Math.max(0, ms)).unref()
      closing.signal.addEventListener('abort', end)
    })
  }

  /** Asks for all receipts that are still to come, once. */
  async function lookOnce(withOld: boolean): Promise<void> {
    let behind = ''
    while (!isClosed() && (await pauseLeft()) === 0) {
      const since = clock.now() - (withOld ? givesUpMs : freshMs)
      const parts = await awaited(name, behind, since, askedAtOnce)
      const last = parts.at(-1)
      if (!last) return
      const receipts = await receiptsOf(new Set(parts.map(({ carrierId }) => carrierId)))
      if (receipts.length > 0) await onReceipts(name, receipts)
      behind = last.carrierId
    }
  }

  /** Asks for some messages in one request. One that is not in the answer tells nothing. */
  async function receiptsOf(carrierIds: ReadonlySet<string>): Promise<Receipt[]> {
    const query = new URLSearchParams([...carrierIds].map((id): [string, string] => ['uuid[]', id]))
    const list = (await listAt(`/sms?${query}`)) ?? []
    const known = (list as readonly ShownSms[]).filter((sms) => carrierIds.has(String(sms?.uuid)))
    return known.flatMap((sms) => receiptIn(sms, clock.now()) ?? [])
  }

  /** A list as it is answered; undefined where none is. */
  async function listAt(path: string): Promise<readonly unknown[] | undefined> {
    const answer = await api.call('GET', path)
    if (!isAnswered(answer)) {
      if (!isClosed()) awayFor(busyMs, answer.problem)
      return undefined
    }
    if (pauseAfter(answer) !== undefined || answer.status !== 200) return undefined
    return Array.isArray(answer.body) ? answer.body : undefined
  }

  async function look(): Promise<void> {
    for (let looks = 0; !isClosed(); looks++) {
      await sleep(times.lookEveryMs)
      if (!isClosed()) await lookOnce(looks % looksForOld === 0).catch(onFault)
    }
  }

  async function lookIn({ leads, desk, onMessage }: Lox24Inbox): Promise<void> {
    const readPage = (page: number) => listAt(`/incomings?page=${page}`)
    const lookInOnce = readIncomings({ carrier: name, clock, desk, readPage, onMessage, isClosed })
    for (; !isClosed(); await sleep(times.lookInEveryMs)) {
      try {
        if ((await leads()) && (await pauseLeft()) === 0) await lookInOnce()
      } catch (error) {
        // What could not be kept is read again.
        onFault(error)
      }
    }
  }

  const looking = Promise.all([look(), inbox && lookIn(inbox)])
  const inHands = new Set<Promise<unknown>>()
  return {
    atOnce: callsAtOnce,
    name,
    state: () => reachability.state,
    submit({ message }) {
      const submitting = submit(message).finally(() => inHands.delete(submitting))
      inHands.add(submitting)
      return submitting
    },
    async close() {
      closing.abort()
      await Promise.all([looking, ...inHands])
      api.close()
    },
  }
}

/** Why a message is refused, in the words of the answer. */
function problemOf({ status, body }: ApiAnswer): string {
  const { detail } = (body ?? {}) as { detail?: unknown }
  return typeof detail === 'string' && detail !== '' ? `${status} ${detail.slice(0, 200)}` : `it answered ${status}`
}
