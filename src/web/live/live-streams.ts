import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Refusal } from '../../core/errors.ts'
import type { View } from '../view.ts'
import type { LivePart } from './live-part.ts'

/** Milliseconds from one look at a part to the next, however many watch it. */
const lookEvery = 1000
/** Milliseconds after which a session is asked for again. */
const askEvery = 3000
/** Milliseconds after which a silent stream says that it is there. */
const beatEvery = 20_000
/** The streams of one session: the tabs that somebody sees at once. The oldest ends for a new one. */
const mostOfSession = 12
/** The streams of a server. */
const most = 5000
/** Bytes that a browser may leave unread. */
const mostUnread = 512 * 1024

/** The answer that becomes a stream. */
export interface Stream {
  readonly response: ServerResponse
  readonly headers: OutgoingHttpHeaders
  /** Tells whether the session holds still. */
  readonly holds: () => Promise<boolean>
}

/** Somebody who watches a part. */
interface Watcher extends Pick<Stream, 'response' | 'holds'> {
  readonly view: View
  readonly since: number
  askedAt: number
  toldAt: number
}

/** A part as some people watch it, and what they were sent last. */
interface Watched {
  readonly part: LivePart
  readonly watchers: Set<Watcher>
  last: Buffer | undefined
  isLooking: boolean
}

/** The streams to browsers. A part is looked at once for all that watch the same, and only sent when it has changed. */
export class LiveStreams {
  readonly #watched = new Map<string, Watched>()
  #timer: NodeJS.Timeout | undefined
  #count = 0

  /** Sends a part to a browser until that goes, its session ends, or the server stops. Returns false when there are too many. */
  watch(part: LivePart, view: View, { response, headers, holds }: Stream): boolean {
    if (this.#count >= most) return false
    this.#makeRoom(view)
    const now = performance.now()
    const watcher: Watcher = { view: { ...view, token: '' }, response, holds, since: now, askedAt: now, toldAt: now }
    const { account, who, texts } = view
    const key = [
      account.id,
      who.person.role,
      texts.language,
      part.path,
      JSON.stringify(view.parameters),
      view.query,
    ].join('\n')
    const watched = this.#watched.get(key) ?? { part, watchers: new Set(), last: undefined, isLooking: false }
    this.#watched.set(key, watched)
    watched.watchers.add(watcher)
    this.#count++
    const leave = () => {
      if (!watched.watchers.delete(watcher)) return
      this.#count--
      if (watched.watchers.size === 0 && this.#watched.get(key) === watched) this.#watched.delete(key)
      if (this.#count > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    }
    response.once('close', leave)
    // The server keeps a connection whose other side sends no more: of a stream nobody reads the rest.
    response.socket?.once('end', () => response.end())
    // The server tells every answer that is under way when it stops.
    response.once('stopping', () => response.end())
    response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' })
    response.write('retry: 2000\n\n')
    this.#timer ??= setInterval(() => this.#lookAtAll(), lookEvery).unref()
    if (watched.last) send(watcher, watched.last, now)
    else void this.#look(watched)
    return true
  }

  /** Ends all streams. */
  close(): void {
    for (const { watchers } of this.#watched.values()) for (const { response } of watchers) response.end()
  }

  #makeRoom({ who }: View): void {
    const own = [...this.#watched.values()].flatMap(({ watchers }) =>
      [...watchers].filter(({ view, response }) => view.who.session.id === who.session.id && !response.writableEnded),
    )
    const [oldest] = own.sort((one, other) => one.since - other.since)
    if (own.length >= mostOfSession) oldest?.response.end()
  }

  #lookAtAll(): void {
    for (const watched of this.#watched.values()) void this.#look(watched)
  }

  async #look(watched: Watched): Promise<void> {
    if (watched.isLooking) return
    watched.isLooking = true
    try {
      await endOver(watched.watchers)
      const [first] = watched.watchers
      if (!first) return
      const event = eventOf('part', String(await watched.part.show(first.view)))
      const hasChanged = watched.last === undefined || !watched.last.equals(event)
      watched.last = event
      const now = performance.now()
      for (const watcher of watched.watchers) {
        if (hasChanged) send(watcher, event, now)
        else if (now - watcher.toldAt >= beatEvery) send(watcher, beat, now)
      }
    } catch (error) {
      // What cannot be read now is looked at again. What is gone, or not to be seen any more, is told by the page itself.
      if (error instanceof Refusal && error.code === 'unavailable') return
      // After anything else the browser asks again, and the answer to that tells the log.
      const last = error instanceof Refusal ? gone : ''
      for (const { response } of watched.watchers) response.end(last)
    } finally {
      watched.isLooking = false
    }
  }
}

const beat = Buffer.from(': \n\n')
/** Has the browser open the page anew. */
const gone = eventOf('gone', '')

function eventOf(name: string, data: string): Buffer {
  return Buffer.from(
    `event: ${name}\n${data
      .split('\n')
      .map((line) => `data: ${line}\n`)
      .join('')}\n`,
  )
}

function send(watcher: Watcher, event: Buffer, now: number): void {
  watcher.toldAt = now
  if (watcher.response.writableLength > mostUnread) watcher.response.destroy()
  else watcher.response.write(event)
}

/** Ends the streams of sessions that are over. */
async function endOver(watchers: ReadonlySet<Watcher>): Promise<void> {
  const now = performance.now()
  for (const watcher of watchers) {
    if (now - watcher.askedAt < askEvery) continue
    watcher.askedAt = now
    if (!(await watcher.holds())) watcher.response.end(gone)
  }
}
