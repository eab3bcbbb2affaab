import type { PbxRole } from '../../core/pbx/pbx-role.ts'
import type { Table } from './table.ts'
import type { Batch, Row, Value } from './value.ts'

/** Runs statements. They are written once for every engine, with parameters `$1`, `$2`, … */
export interface Session {
  all(sql: string, parameters: readonly Value[]): Promise<Row[]>
  one(sql: string, parameters: readonly Value[]): Promise<Row | undefined>
  /** Reads one row and keeps every other writer from it until the transaction ends. */
  lockOne(sql: string, parameters: readonly Value[]): Promise<Row | undefined>
  /** The same with all rows, which come in the order in which they are locked. */
  lockAll(sql: string, parameters: readonly Value[]): Promise<Row[]>
  /** Returns how many rows were written. */
  run(sql: string, parameters: readonly Value[]): Promise<number>
  /**
   * Writes, for those who need not know what came of it: only in a transaction, which then fails as a whole when this does.
   * The next statement need not wait for it.
   */
  put(sql: string, parameters: readonly Value[]): Promise<void>
  /**
   * The same, right before the commit, in the order of the parameters: for a row that most writes of an account change. It is
   * held for the shortest time, and nobody who has it waits for anything else. The transaction itself does not see it.
   */
  putLast(sql: string, parameters: readonly Value[]): Promise<void>
  /** Inserts many rows as fast as the engine can. */
  insertRows(table: Table, batch: Batch): Promise<void>
}

/** A database engine: all in which one differs from another. */
export interface Engine {
  /** Reads what was last committed, each statement by itself. */
  readonly reader: Session
  /** The condition that a column matches the pattern of a parameter, made of `text`, whatever its case; `\` escapes. */
  like(column: string, parameter: string, text: string): string
  /** The condition that a column holds the text of a parameter somewhere, case and all. */
  contains(column: string, parameter: string): string
  /**
   * A condition that is true where the bytes hold those of a parameter somewhere. It is true of all where to send them costs
   * less than to search them.
   */
  mayInclude(bytes: string, parameter: string): string
  /** The condition that the byte at a place, an expression, has the bit of that number, which becomes a parameter. */
  hasBit(bytes: string, place: string, bit: number, parameter: (value: Value) => string): string
  /** A mark that is another as soon as a different process has committed who may sign in. */
  foreignMark(): string
  /** Tells the other processes, when the transaction commits, that it changed who may sign in. */
  announceAccess(session: Session): Promise<void>
  /** Whether this process, of all that serve the book, is the one that does the work. */
  leads(work: string): Promise<boolean>
  /** Runs reads that all see the same state. */
  snapshot<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Runs `work` in a transaction, and resolves when it is on disk. When `work` rejects, nothing of it is kept. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  /**
   * Lets the PBX read the views that are made for it, by a role of the database where there are roles. Returns undefined
   * when it may, or the statements for somebody who has the right to let it.
   */
  admitPbx(role: PbxRole): Promise<string | undefined>
  /** The tables of the book as its schema has them; views and what belongs to the engine are none. */
  tables(session: Session): Promise<Table[]>
  /** The last number that the table has given a row by itself; 0 when it never did, or never does. */
  lastNumber(session: Session, table: Table): Promise<number>
  /** Has the table go on behind that number, and behind those of its rows. */
  continueAfter(session: Session, table: Table, last: number): Promise<void>
  /** Has the engine look at what was filled in at once, so that it plans queries well. */
  refreshStatistics(): Promise<void>
  /** Bytes on disk. */
  size(): Promise<number>
  close(): Promise<void>
}
