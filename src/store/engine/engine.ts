import type { MissingChanges } from '../../core/change/missing-changes.ts'
import type { PbxRole } from '../../core/pbx/pbx-role.ts'
import type { FoundGroups } from '../text/found-groups.ts'
import type { TextCondition } from '../text/grams.ts'
import type { KnownTotals } from '../text/known-totals.ts'
import type { Table } from './table.ts'
import type { Batch, Row, Value } from './value.ts'

/** Runs statements. Each is written once for every engine, with the parameters `$1`, `$2`, … */
export interface Session {
  /** Whether rows that change get checksums. An engine with checksums of its pages needs none. */
  readonly sumsRows: boolean
  all(sql: string, parameters: readonly Value[]): Promise<Row[]>
  one(sql: string, parameters: readonly Value[]): Promise<Row | undefined>
  /** Reads one row, and keeps every other writer from that row until the transaction ends. */
  lockOne(sql: string, parameters: readonly Value[]): Promise<Row | undefined>
  /** Reads all rows as `lockOne` reads one. The order of the rows is the order in which they are locked. */
  lockAll(sql: string, parameters: readonly Value[]): Promise<Row[]>
  /** Writes, and returns how many rows were written. */
  run(sql: string, parameters: readonly Value[]): Promise<number>
  /**
   * Writes without an answer, so that the next statement need not wait. Only a transaction may do that: a statement
   * that fails makes all of its transaction fail.
   */
  put(sql: string, parameters: readonly Value[]): Promise<void>
  /**
   * Writes as `put`, but right before the commit. Meant for a row that most writes of an account change, as a tally:
   * its lock is held for the shortest time. Several such statements run in the order of their parameters, so that no
   * two transactions wait for each other. The transaction itself cannot count on seeing them.
   */
  putLast(sql: string, parameters: readonly Value[]): Promise<void>
  /** Inserts many rows as fast as the engine can. */
  insertRows(table: Table, batch: Batch): Promise<void>
}

/** The part of a session that reads. */
export type ReadSession = Pick<Session, 'all' | 'one'>

/**
 * Makes the condition that a byte has a bit. `place` is an expression for the byte, from 0 on; `bit` is 0 for the lowest.
 * `parameter` makes a value a parameter.
 */
export type HasBit = (bytes: string, place: string, bit: number, parameter: (value: Value) => string) => string

/** Makes expressions that put the values of all rows of a query into one. */
export interface JoinRows {
  /** The bytes of a column, one behind another; null where there is no row. */
  bytes(column: string): string
  /** Numbers as an array in JSON. */
  values(expression: string): string
}

/** A question for the groups of an account whose text may pass a test. */
export interface IndexQuestion {
  readonly accountId: number
  readonly test: TextCondition
  /** The most that are of use. */
  readonly limit: number
}

/** The account and the id of a group. */
export type GroupKey = readonly [accountId: number, id: number]

/** Finds groups by parts of their names and descriptions. It follows from the groups, and is written in their transactions. */
export interface TextIndex {
  /** What is missing for an index of texts, and who can help; null where nothing is. */
  readonly lacks: string | null
  /** The totals of searches that find too much for the index. */
  readonly totals: KnownTotals
  /**
   * All groups that may pass, and perhaps some others; undefined where there are more than are of use, and for what the index does
   * not know.
   */
  find(session: ReadSession, question: IndexQuestion): Promise<FoundGroups | undefined>
  /**
   * The same where every request waits for it: undefined for all that takes longer than a few tenths of a millisecond. Absent where
   * the database works elsewhere anyway.
   */
  readonly findAtOnce?: TextIndex['find']
  /** How many groups pass a test, without a look at them; undefined where the index cannot tell. Absent where it never can. */
  count?(session: ReadSession, accountId: number, test: TextCondition): Promise<number | undefined>
  /**
   * The groups of the account `$1` with the ids in a parameter by {@link listOf}, as the table `groups`. Each is looked up by its key,
   * whatever the engine takes for the best way.
   */
  groupsIn(parameter: string): string
  /** A query for the ids in a parameter by {@link listOf}. */
  idsIn(parameter: string): string
  listOf(ids: readonly number[]): string
  /** An expression for the same of the ids of all rows; it may be null where there is none. */
  joinIds(id: string): string
  /** Puts some groups into the index: those behind a key, up to another one. */
  fill(session: Session, after: GroupKey, upTo: GroupKey): Promise<void>
  /** Those of some groups that the index would not find. `giveWay` lets others have their turn. */
  lost(session: ReadSession, groups: readonly Row[], giveWay?: () => Promise<void>): Promise<readonly Row[]>
  /** Empties the index. */
  clear(session: Session): Promise<void>
}

/**
 * Expressions for the state that a statement sees, by which it is known whether a change with a lower number can still come to
 * light: the number of the oldest transaction that may be under way, and one above those of all that have begun to write by now. The
 * second costs the engine a number.
 */
export interface Horizon {
  readonly oldest: string
  readonly next: string
}

/** A database engine: everything in which SQLite and PostgreSQL differ. */
export interface Engine {
  /** Reads outside of transactions. Each statement by itself sees what was last committed. */
  readonly reader: Session
  /** A column as searches compare it (`core/filter/fold-text.ts`); null for null. */
  folded(column: string): string
  /** The condition that a text holds the one of a parameter somewhere. */
  contains(text: string, parameter: string): string
  /** The condition that a text ends with the one of a parameter, whose characters are counted in another one. */
  endsWith(text: string, parameter: string, length: string): string
  /** Finds groups by parts of their texts. */
  readonly texts: TextIndex
  /**
   * A condition that is true of all bytes that hold those of a parameter somewhere, and may be true of others. An
   * engine for which sending bytes costs less than searching them makes it true of all.
   */
  mayInclude(bytes: string, parameter: string): string
  /**
   * The way to look for bits in many rows: by a condition on each, or, for an engine whose bytes cost nothing to read, by
   * reading them, many rows at once. These are verified then.
   */
  readonly bits: { readonly hasBit: HasBit } | { readonly join: JoinRows }
  /** A mark that changes once another process has committed a change to who may sign in. It may change more often. */
  foreignMark(): string
  /** Has the other processes told, when the transaction commits, that it changed who may sign in. */
  announceAccess(session: Session): Promise<void>
  /** Both are 0 in an engine with one writer: its changes come to light in the order of their numbers. */
  readonly horizon: Horizon
  /** Whether this process is the one, of all that serve the book, that does the work of that name. */
  leads(work: string): Promise<boolean>
  /** Puts the content of another file in the place of all that there is. Only a book in a folder can be refilled. */
  refill?(file: string): Promise<void>
  /** Runs reads that all see the same state. */
  snapshot<T>(work: (session: Session) => Promise<T>): Promise<T>
  /**
   * Runs reads of an account that may take long, all of the same state, where no other request waits for them. The account has its
   * turn with the others that search.
   *
   * @throws Refusal `unavailable` for a statement that takes longer than ten seconds.
   */
  search<T>(accountId: number, work: (session: ReadSession) => Promise<T>): Promise<T>
  /** Runs `work` in a transaction, and resolves when the commit is on disk. Nothing is kept when `work` rejects. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  /**
   * Lets the PBX read the views that are made for it, by a role of the database where the engine has roles. Returns
   * undefined when the PBX may read them now. Returns the statements that would let it when we may not run them:
   * somebody with that right can.
   */
  admitPbx(role: PbxRole): Promise<string | undefined>
  /**
   * The tables of the book as its schema has them, without views, without the engine's own tables, without `index_…`, which
   * follow from the others, and without `log_…`, which are for a short time and for this book only.
   */
  tables(session: Session): Promise<Table[]>
  /** The last number that the table gave a row by itself; 0 for a table that never did, or never does. */
  lastNumber(session: Session, table: Table): Promise<number>
  /** Has the table number its next row behind `last`, and behind all rows that it has. */
  continueAfter(session: Session, table: Table, last: number): Promise<void>
  /** Has the engine take stock of tables that were filled at once, so that it plans queries well. */
  refreshStatistics(): Promise<void>
  /** The reason for which the book takes no writes at present; null while nothing is known against it. */
  refusesWrites(): string | null
  /** The acknowledged changes that the book has lost, as this engine knows. */
  missingChanges(): readonly MissingChanges[]
  /**
   * The damage that the engine finds in its own pages and indexes, in words. Others are served meanwhile. An engine that
   * looks at each page when it reads it has none to tell. `signal` ends the search.
   */
  damagedPages(signal?: AbortSignal): Promise<readonly string[]>
  /** A checksum of the descriptions of all tables, indexes and views; null for an engine that keeps them by itself. */
  schemaSum(): Promise<number | null>
  /** Whether the engine keeps checksums of its pages; null for an engine that never does. */
  pageChecksums(): Promise<boolean | null>
  /** The bytes that the book takes on disk. */
  size(): Promise<number>
  close(): Promise<void>
}
