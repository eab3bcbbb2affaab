import { unavailable } from '../../core/errors.ts'

/** What SQLite's primary result codes mean for the book, of those that no request caused and that may pass. */
const reasons: Readonly<Record<number, string>> = {
  5: 'the book cannot be written now: another process holds it',
  8: 'the book cannot be written now: its file system takes no writes',
  10: 'the book cannot be written now: its disk failed',
  13: 'the book cannot be written now: its disk is full',
}

/** An error of a write, as a refusal where the machine is at fault and not the program. */
export function errorOfWrite(error: unknown): unknown {
  const code = (error as { errcode?: number } | undefined)?.errcode
  const reason = code === undefined ? undefined : reasons[code & 0xff]
  return reason === undefined ? error : unavailable(reason, error)
}
