import { Refusal } from '../../core/errors.ts'
import type { CheckMarketCall } from './operation.ts'

const largest = 2 ** 31 - 1

/**
 * Reads an id of the path. A text that is no 32-bit number is answered like an unknown id, so that ids cannot be
 * probed.
 *
 * @throws Refusal `not_found`.
 */
export function pathId({ params }: CheckMarketCall, name: string): number {
  const text = params[name] ?? ''
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (id < 1 || id > largest) throw new Refusal('not_found', `there is nothing with this ${name}`, name)
  return id
}

/**
 * Whether a membership is refused because its contact is unknown. The answer then says so, while an unknown group is a
 * 404.
 */
export function isUnknownContact(error: unknown): boolean {
  return error instanceof Refusal && (error.field === 'contactId' || error.field === 'ContactId')
}
