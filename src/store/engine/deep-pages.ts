import { setTimeout as pause } from 'node:timers/promises'
import type { Engine, Horizon, ReadSession } from './engine.ts'
import { restoredFact } from './facts.ts'
import type { IndexedOrder } from './indexed-order.ts'
import type { Mark, Moment } from './moment.ts'
import type { Move, Places } from './places.ts'
import { readPlaces } from './read-places.ts'
import { toldColumns, toldMove, Upset } from './told-moves.ts'
import type { Row } from './value.ts'

/** Changes that are read to bring places up to date: they take some 5 ms. Behind more the places are read anew. */
const changesAtMost = 1000

/** Stretches that are remembered, of all orders together: some 100 bytes each. */
const stretchesAtMost = 200_000

/** Rows of a list that is gone through at once, where a thread would only cost more: it takes a millisecond. */
const shortList = 16_384

/** Tries to read places while others write. */
const attempts = 4

/** The places of an order as they are after a change, and after no later one. */
interface Known extends Moment {
  readonly places: Places
}

/** An order of the rows of an account. */
export interface AccountOrder {
  readonly accountId: number
  readonly order: IndexedOrder
}

/**
 * What this process remembers of the orders of long lists, so that a page in the middle of one is found at once. Nobody who writes
 * knows of it: the changes of the account, which are read with every page, tell what has moved since.
 */
export class DeepPages {
  readonly #engine: Engine
  /** The order that was used last is the last one. */
  readonly #known = new Map<string, Known>()
  readonly #reading = new Map<string, Promise<void>>()
  readonly #marks = new Map<number, Mark[]>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** The places of an order as the session sees it, with all `total` rows; undefined when they are not known. */
  async placesIn(session: ReadSession, { accountId, order }: AccountOrder, total: number): Promise<Places | undefined> {
    const name = nameOf(accountId, order)
    const known = this.#known.get(name)
    if (!known) return undefined
    const changes = await changesFrom(session, this.#engine, { accountId, order }, known.mark.number)
    const [first] = changes
    if (first && (first.oldest as number) < known.mark.next) return undefined
    const places = this.#bringUp(name, known, { accountId, order }, changes)
    if (places?.total === total) return places
    this.forget({ accountId, order })
    return undefined
  }

  /** Reads the places of an order, unless they are known or nothing leads to them. Others who want them wait for the same reading. */
  async read({ accountId, order }: AccountOrder, total: number): Promise<void> {
    const name = nameOf(accountId, order)
    if (this.#known.has(name)) return
    const underWay = this.#reading.get(name)
    if (underWay) return underWay
    const reading = this.#read(name, { accountId, order }, total).finally(() => this.#reading.delete(name))
    this.#reading.set(name, reading)
    return reading
  }

  /** The state that a session sees; undefined while changes from before it may still come to light. */
  async momentIn(session: ReadSession, accountId: number): Promise<Moment | undefined> {
    const newest = await newestChange(session, this.#engine, accountId)
    return newest && this.#momentOf(accountId, newest)
  }

  /**
   * The moves of an order since a moment, and the moment up to which they lead, where it is one. Undefined when nobody knows, or
   * too many changes would have to be read.
   */
  async movesSince(
    session: ReadSession,
    { accountId, order }: AccountOrder,
    { mark, restored }: Moment,
  ): Promise<{ readonly moves: readonly Move[]; readonly now: Moment | undefined } | undefined> {
    const changes = await changesFrom(session, this.#engine, { accountId, order }, mark.number)
    const [first] = changes
    if (!first || (first.oldest as number) < mark.next || !isOf(mark, first)) return undefined
    if (first.restored !== restored || changes.length > changesAtMost) return undefined
    try {
      return { moves: movesOf(order, changes.slice(1)), now: this.#momentOf(accountId, changes.at(-1) as Row) }
    } catch (error) {
      if (error instanceof Upset) return undefined
      throw error
    }
  }

  forget({ accountId, order }: AccountOrder): void {
    this.#known.delete(nameOf(accountId, order))
  }

  async #read(name: string, wanted: AccountOrder, total: number): Promise<void> {
    const { snapshot, search } = this.#engine
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await pause(2 ** attempt)
      const known = await (total <= shortList
        ? snapshot((session) => this.#readIn(session, wanted))
        : search(wanted.accountId, (session) => this.#readIn(session, wanted)))
      if (!known) continue
      this.#known.set(name, known)
      this.#makeRoom()
      return
    }
  }

  /** Undefined while changes from before any mark may still come to light, or nothing marks the state. */
  async #readIn(session: ReadSession, { accountId, order }: AccountOrder): Promise<Known | undefined> {
    const newest = await newestChange(session, this.#engine, accountId)
    const mark = newest && this.#settledMark(accountId, newest)
    if (!mark) return undefined
    const later =
      mark.number === newest.number ? [] : await changesFrom(session, this.#engine, { accountId, order }, mark.number)
    if (later.length > changesAtMost || (later[0] && !isOf(mark, later[0]))) return undefined
    try {
      const moves = movesOf(order, later.slice(1))
      const places = await readPlaces(session, accountId, order)
      return { places: places.moved(moves, -1), mark, restored: newest.restored as string | null }
    } catch (error) {
      if (error instanceof Upset) return undefined
      throw error
    }
  }

  /** The places after the last change, and remembers them as far as no change before it can still come to light. */
  #bringUp(
    name: string,
    known: Known,
    { accountId, order }: AccountOrder,
    changes: readonly Row[],
  ): Places | undefined {
    const [first] = changes
    if (!first || !isOf(known.mark, first) || first.restored !== known.restored) return undefined
    if (changes.length > changesAtMost) return undefined
    const mark = this.#settledMark(accountId, changes.at(-1) as Row)
    try {
      const isSettled = (change: Row) => mark !== undefined && (change.number as number) <= mark.number
      const settled = movesOf(order, changes.slice(1).filter(isSettled))
      const others = movesOf(
        order,
        changes.slice(1).filter((change) => !isSettled(change)),
      )
      const places = known.places.moved(settled)
      const isNewer = mark !== undefined && mark.number >= known.mark.number
      const latest = this.#known.get(name)
      this.#known.delete(name)
      if (latest && isNewer && latest.mark.number <= mark.number) this.#known.set(name, { ...known, places, mark })
      else this.#known.set(name, latest ?? known)
      return places.moved(others)
    } catch (error) {
      if (error instanceof Upset) return undefined
      throw error
    }
  }

  /**
   * The newest mark of an account, up to which whoever sees `newest`, the newest change, sees all changes. The change itself becomes
   * a mark: all transactions that could have a lower number have begun.
   */
  #settledMark(accountId: number, newest: Row): Mark | undefined {
    const { number, at, checksum, oldest, next } = newest as unknown as Mark & { readonly oldest: number }
    const own = { number, at, checksum, next }
    // Nobody is under way who could have a lower number.
    if (next <= oldest) return own
    const marks = this.#marks.get(accountId) ?? []
    if (!marks.some((mark) => mark.number >= number)) marks.push(own)
    const settled = marks.findLast((mark) => mark.next <= oldest && mark.number <= number)
    // Who began to read earlier may need an earlier mark. Of those that wait, the ones in the middle can go.
    if (settled) marks.splice(0, Math.max(marks.indexOf(settled) - earlierMarks, 0))
    if (marks.length > marksAtMost) marks.splice(marks.length >>> 1, 1)
    this.#marks.set(accountId, marks)
    return settled
  }

  #momentOf(accountId: number, newest: Row): Moment | undefined {
    const mark = this.#settledMark(accountId, newest)
    return mark && mark.number === newest.number ? { mark, restored: newest.restored as string | null } : undefined
  }

  #makeRoom(): void {
    let stretches = 0
    for (const [name, { places }] of [...this.#known].reverse()) {
      stretches += places.length
      if (stretches > stretchesAtMost) this.#known.delete(name)
    }
  }
}

/** Marks of an account that are kept, and those of them before the newest that is settled. */
const marksAtMost = 24
const earlierMarks = 6

const engines = new WeakMap<Engine, DeepPages>()

/** Has an engine remember orders from now on. */
export function rememberOrders(engine: Engine): void {
  engines.set(engine, new DeepPages(engine))
}

/** What is remembered of the orders of an engine; undefined for one that is read at one moment only. */
export function deepPagesOf(engine: Engine): DeepPages | undefined {
  return engines.get(engine)
}

/** The change of that number, and those behind it, with the horizon of the session: one more than can be used, at the most. */
function changesFrom(
  session: ReadSession,
  { horizon }: Engine,
  { accountId, order }: AccountOrder,
  number: number,
): Promise<Row[]> {
  const sql = `select ${toldColumns(order)}, ${seen(horizon)} from changes where account_id = $1 and number >= $2
    order by number limit ${changesAtMost + 1}`
  return session.all(sql, [accountId, number])
}

function newestChange(session: ReadSession, { horizon }: Engine, accountId: number): Promise<Row | undefined> {
  const sql = `select number, at, checksum, ${seen(horizon)} from changes where account_id = $1
    order by number desc limit 1`
  return session.one(sql, [accountId])
}

function seen({ oldest, next }: Horizon): string {
  return `${oldest} as oldest, ${next} as next, (select value from facts where name = '${restoredFact}') as restored`
}

function nameOf(accountId: number, { table, column }: IndexedOrder): string {
  return `${accountId} ${table} ${column ?? 'id'}`
}

function movesOf(order: IndexedOrder, changes: readonly Row[]): Move[] {
  return changes.flatMap((change) => toldMove(order, change) ?? [])
}

/** Whether a row is the change of a mark. It is not after a change of that number was lost, as with a database that failed over. */
function isOf({ number, at, checksum }: Mark, row: Row): boolean {
  return row.number === number && row.at === at && row.checksum === checksum
}
