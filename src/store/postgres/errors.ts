import { DatabaseError } from 'pg'
import { LostRace, Refusal, unavailable } from '../../core/errors.ts'

/**
 * Serialisation failure, deadlock, and a unique value that another has just taken: run again, the transaction sees it and
 * refuses in its own words.
 */
const lostRaces: ReadonlySet<string> = new Set(['40001', '40P01', '23505'])

/** Lock time-out, a server that only reads, a transaction that idled; and the classes below. */
const awayCodes: ReadonlySet<string> = new Set(['55P03', '25006', '25P03'])

/** Connection trouble, resources used up (connections, memory, disk), and an operator's hand: shutdown, start, cancel. */
const awayClasses: ReadonlySet<string> = new Set(['08', '53', '57', '58'])

/** What a failed statement means to those who asked for it. */
export function explain(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return bookIsAway(error)
  const { code = '' } = error
  if (lostRaces.has(code) || isStalePlan(error)) return new LostRace({ cause: error })
  return awayCodes.has(code) || awayClasses.has(code.slice(0, 2)) ? bookIsAway(error) : error
}

/** What whoever runs the database can do about an error. */
const remedies: ReadonlyMap<string, string> = new Map([
  ['42501', 'the role must own the database and all tables of the book'],
  ['42P07', 'the database is not empty, and holds no book that this program knows: take an empty one'],
])

/** The error, with what can be done about it where somebody can. */
export function withRemedy(error: unknown): unknown {
  const remedy = error instanceof DatabaseError ? remedies.get(error.code ?? '') : undefined
  return remedy === undefined ? error : new Error(`${(error as Error).message}: ${remedy}`, { cause: error })
}

/** Whether a prepared statement no longer fits the tables: a newer program has just brought the book up to its version. */
export function isStalePlan(error: unknown): boolean {
  return error instanceof DatabaseError && error.routine === 'RevalidateCachedQuery'
}

/** Whether the server itself did not answer: what it would say to the next statement is not known. */
export function isConnectionTrouble(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'unavailable' && !(error.cause instanceof DatabaseError)
}

/** The refusal of everything while the database does not serve us. */
export function bookIsAway(cause: unknown): Refusal {
  return unavailable('the database does not answer now: try again later', cause)
}
