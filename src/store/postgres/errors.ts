import { DatabaseError } from 'pg'
import { LostRace, Refusal, unavailable } from '../../core/errors.ts'
import { damaged } from '../checks/damaged.ts'

/**
 * The codes of a lost race: serialisation failure, deadlock, and a unique value that another transaction has just
 * taken. Run again, a transaction sees that value and refuses in its own words.
 */
const lostRaces: ReadonlySet<string> = new Set(['40001', '40P01', '23505'])

/**
 * The codes with which the database does not serve us, beside the classes below: lock time-out, read-only transaction,
 * time-out of an idle transaction.
 */
const awayCodes: ReadonlySet<string> = new Set(['55P03', '25006', '25P03'])

/**
 * The classes of such codes: connection, resources used up (connections, memory, disk), operator (shutdown, start,
 * cancel), operating system.
 */
const awayClasses: ReadonlySet<string> = new Set(['08', '53', '57', '58'])

/** The codes of a page or an index that makes no sense. */
const damageCodes: ReadonlySet<string> = new Set(['XX001', 'XX002'])

/**
 * The meaning of a failed statement to those who asked for it: a lost race, an `unavailable` book, or the error itself.
 */
export function explain(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return bookIsAway(error)
  const { code = '' } = error
  if (damageCodes.has(code)) {
    return damaged(
      { accountId: null, table: error.table ?? 'the database', row: null, problem: `cannot be read: ${error.message}` },
      error,
    )
  }
  if (lostRaces.has(code) || isStalePlan(error)) return new LostRace({ cause: error })
  return awayCodes.has(code) || awayClasses.has(code.slice(0, 2)) ? bookIsAway(error) : error
}

/** The remedies of errors that the operator of the database can do something about. */
const remedies: ReadonlyMap<string, string> = new Map([
  ['42501', 'the role must own the database and all tables of the book'],
  ['42P07', 'the database is not empty, and holds no book that this program knows: take an empty one'],
])

/** The error with its remedy in the text, where it has one. */
export function withRemedy(error: unknown): unknown {
  const remedy = error instanceof DatabaseError ? remedies.get(error.code ?? '') : undefined
  return remedy === undefined ? error : new Error(`${(error as Error).message}: ${remedy}`, { cause: error })
}

/** Whether a prepared statement no longer fits the tables, because a newer dialbook has just migrated the book. */
export function isStalePlan(error: unknown): boolean {
  return error instanceof DatabaseError && error.routine === 'RevalidateCachedQuery'
}

/** The code of a server that has no free connection, also where it keeps the last ones for administrators. */
const tooManyConnections = '53300'

/** Whether the server is there, and has no free connection at present. */
export function isOutOfConnections(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === tooManyConnections
}

/**
 * Whether the server itself did not answer, or this host serves us no more. The connection is of no use then, and its
 * state is not known.
 */
export function isConnectionTrouble(error: unknown): boolean {
  if (error instanceof LostRace) return isConnectionTrouble(error.cause)
  return isUnavailable(error) && !(error.cause instanceof DatabaseError && !hasLeft(error.cause))
}

/**
 * Throws the error of a statement of which it is sure that it may run again. One whose connection is gone has lost as
 * one that lost a race; one that got no answer in time is not tried for as long again.
 */
export function orAgain(error: unknown): never {
  const isGone = isConnectionTrouble(error) && !gotNoAnswer(error)
  throw isGone ? new LostRace({ cause: error }) : error
}

/** The codes with which a host leaves: shutdown, crash, start, and a leader that has become a standby. */
const leavingCodes: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '25006'])

function hasLeft({ code = '' }: DatabaseError): boolean {
  return leavingCodes.has(code)
}

function isUnavailable(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code === 'unavailable'
}

/** Whether the server did not answer in time: the driver's own time-out of a statement. */
export function gotNoAnswer(error: unknown): boolean {
  return isUnavailable(error) && error.cause instanceof Error && error.cause.message === 'Query read timeout'
}

/** The refusal of every request while the database does not serve us. */
export function bookIsAway(cause: unknown): Refusal {
  const reason = isOutOfConnections(cause) ? 'has no free connection' : 'does not answer'
  return unavailable(`the database ${reason} now: try again later`, cause)
}
