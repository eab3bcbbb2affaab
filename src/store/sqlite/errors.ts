import { unavailable } from '../../core/errors.ts'
import { damaged } from '../checks/damaged.ts'

/**
 * The refusals for SQLite's primary result codes that no request causes and that may pass: busy, read-only,
 * input/output error, full.
 */
const reasons: Readonly<Record<number, string>> = {
  5: 'the book cannot be written now: another process holds it',
  8: 'the book cannot be written now: its file system takes no writes',
  10: 'the book cannot be written now: its disk failed',
  13: 'the book cannot be written now: its disk is full',
}

/** An error of a write: a refusal where the machine is at fault, the error itself where the program is. */
export function errorOfWrite(error: unknown): unknown {
  const code = (error as { errcode?: number } | undefined)?.errcode
  const reason = code === undefined ? undefined : reasons[code & 0xff]
  return reason === undefined ? errorOfStatement(error) : unavailable(reason, error)
}

/** The codes of a database whose pages make no sense: corrupt, and no database. */
const damageCodes: ReadonlySet<number> = new Set([11, 26])

/** An error of a statement: the refusal of a damaged book where SQLite cannot read it, else the error itself. */
export function errorOfStatement(error: unknown): unknown {
  const { errcode, message } = error as { errcode?: number; message?: string }
  if (errcode === undefined || !damageCodes.has(errcode & 0xff)) return error
  return damaged({ accountId: null, table: 'the file', row: null, problem: `cannot be read: ${message}` }, error)
}
