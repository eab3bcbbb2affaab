import { unavailable } from '../../core/errors.ts'

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
  return reason === undefined ? error : unavailable(reason, error)
}
