import { unavailable } from '../../core/errors.ts'
import { damaged } from '../checks/damaged.ts'

const busy = 5

/**
 * The reasons of SQLite's primary result codes by which a disk takes no writes: read-only, input/output error, full, files that
 * cannot be made; and those of the operating system.
 */
const diskReasons: Readonly<Record<string | number, string>> = {
  8: 'the book cannot be written now: its file system takes no writes',
  10: 'the book cannot be written now: its disk failed',
  13: 'the book cannot be written now: its disk is full',
  14: 'the book cannot be written now: the files beside it cannot be made',
  EROFS: 'the book cannot be written now: its file system takes no writes',
  ENOSPC: 'the book cannot be written now: its disk is full',
}

/** Whether another process holds what was asked for. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === busy
}

/** The reason for which the disk takes no writes; undefined for every other error. */
export function diskReasonOf(error: unknown): string | undefined {
  return diskReasons[codeOf(error) ?? '']
}

/** An error of a write: a refusal where the machine is at fault, the error itself where the program is. */
export function errorOfWrite(error: unknown): unknown {
  const reason = isBusy(error) ? 'the book cannot be written now: another process holds it' : diskReasonOf(error)
  return reason === undefined ? errorOfStatement(error) : unavailable(reason, error)
}

/** SQLite's result codes for a file that is damaged, and for one that is no database. */
const damageCodes: ReadonlySet<unknown> = new Set([11, 26])

/** An error of a statement: the refusal of a damaged book where SQLite cannot read it, else the error itself. */
export function errorOfStatement(error: unknown): unknown {
  if (!damageCodes.has(codeOf(error))) return error
  const problem = `cannot be read: ${(error as Error).message}`
  return damaged({ accountId: null, table: 'the file', row: null, problem }, error)
}

/** The error of a book whose file is damaged, with what helps; any other error as it is. */
export function explainDamage(error: unknown): unknown {
  if (!damageCodes.has(codeOf(error))) return error
  return new Error(
    `book.db is damaged, or something else (${(error as Error).message}): put the right file in its place, or restore a backup into ` +
      'another folder (dialbook restore FILE --data FOLDER)',
    { cause: error },
  )
}

/** The primary result code of SQLite, or the code of the operating system; undefined for an error that has neither. */
function codeOf(error: unknown): string | number | undefined {
  const { errcode, code } = (error ?? {}) as { errcode?: number; code?: string }
  return errcode === undefined ? code : errcode & 0xff
}
