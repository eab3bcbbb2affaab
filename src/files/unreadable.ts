import { Refusal } from '../core/errors.ts'

/** The refusal of a file that cannot be read. `reason` names the remedy, and the line where one is at fault. */
export function unreadable(reason: string, cause?: unknown): Refusal {
  return new Refusal('invalid_value', reason, 'file', cause === undefined ? {} : { cause })
}
