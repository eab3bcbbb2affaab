import type { Clock } from '../../core/environment.ts'
import type { TakeMessage } from '../../core/message/carrier.ts'
import type { CarrierDesk } from '../../core/message/carrier-desk.ts'

/** Messages that are older than the newest one by less than this are looked at again: one may be listed late. In seconds. */
const overlap = 10 * 60
/** Where nobody has read before, so much of what came before is taken. In seconds. */
const firstSpan = 4 * 24 * 60 * 60

/** The members of a message that came in, as they are read (docs/wire/lox24.md §3.4). */
interface ShownIncoming {
  readonly uuid: string
  readonly received_at: number
  readonly from: string
  readonly to: string
  readonly text: string | null
}

/** How far the list was read: what came before `at`, in Unix seconds, less the overlap, and since then these. */
interface Place {
  readonly at: number
  readonly uuids: readonly string[]
}

interface IncomingsParts {
  /** The name of the carrier. */
  readonly carrier: string
  readonly clock: Clock
  readonly desk: Pick<CarrierDesk, 'place' | 'keepPlace'>
  /** A page of the list, the newest first; undefined where the server does not give it now. */
  readonly readPage: (page: number) => Promise<readonly unknown[] | undefined>
  readonly onMessage: TakeMessage
  readonly isClosed: () => boolean
}

/**
 * Reads the messages that came in by LOX24, and goes on where the book says that it was. A message that is removed over there while
 * several pages are read shifts others from page to page: the place moves on only after a pass that found nothing new.
 */
export function readIncomings({
  carrier,
  clock,
  desk,
  readPage,
  onMessage,
  isClosed,
}: IncomingsParts): () => Promise<void> {
  async function look(): Promise<void> {
    const kept = await desk.place(carrier)
    const place = kept === undefined ? { at: Math.floor(clock.now() / 1000) - firstSpan, uuids: [] } : placeIn(kept)
    const known = new Set(place.uuids)
    for (;;) {
      const pass = await readSince(place.at - overlap)
      if (!pass) return
      const fresh = pass.found.filter(({ uuid }) => !known.has(uuid)).toReversed()
      for (const { uuid, from, to, text } of fresh) {
        if (isClosed()) return
        await onMessage({ from, to, text: text ?? '', carrier, carrierId: uuid })
        known.add(uuid)
      }
      if (pass.pages > 1 && fresh.length > 0) continue
      const now = placeAfter(place, pass.found)
      const told = JSON.stringify(now)
      if (told !== kept) await desk.keepPlace(carrier, told)
      return
    }
  }

  /** All messages that came since a time, the newest first; undefined where a page is missing. */
  async function readSince(since: number): Promise<{ found: ShownIncoming[]; pages: number } | undefined> {
    const found = new Map<string, ShownIncoming>()
    for (let page = 1; !isClosed(); page++) {
      const read = await readPage(page)
      if (!read) return undefined
      const fresh = read.filter(isIncoming).filter(({ uuid }) => !found.has(uuid))
      for (const each of fresh) if (each.received_at >= since) found.set(each.uuid, each)
      const isLast = fresh.length === 0 || fresh.some(({ received_at }) => received_at < since)
      if (isLast) return { found: [...found.values()], pages: page }
    }
    return undefined
  }

  function placeAfter({ at }: Place, found: readonly ShownIncoming[]): Place {
    // A time that lies ahead would hide all that comes until then.
    const now = Math.floor(clock.now() / 1000)
    const newest = Math.max(at, ...found.map(({ received_at }) => Math.min(received_at, now)))
    const still = found.filter(({ received_at }) => received_at >= newest - overlap)
    return { at: newest, uuids: still.map(({ uuid }) => uuid) }
  }

  return look
}

function placeIn(text: string): Place {
  return JSON.parse(text) as Place
}

function isIncoming(shown: unknown): shown is ShownIncoming {
  const { uuid, received_at, from, to, text } = (shown ?? {}) as Partial<Record<keyof ShownIncoming, unknown>>
  return (
    typeof uuid === 'string' &&
    uuid !== '' &&
    Number.isSafeInteger(received_at) &&
    typeof from === 'string' &&
    typeof to === 'string' &&
    (typeof text === 'string' || text === null)
  )
}
