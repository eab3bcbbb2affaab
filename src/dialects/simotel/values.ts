import type { PhoneRule } from '../../core/list/entry-list-builder.ts'
import { isDialCode } from '../../core/list/stored-phone.ts'
import { described, InvalidValue, type Reader } from '../fields.ts'

export { dialNumber, digitsOf } from '../../core/extension/extension-rules.ts'

/**
 * The rule for the numbers of a group: numbers, and codes to dial. `field` is the field that brings them: `numbers`, or
 * `file` for an upload.
 */
export function numbersRule(field: string): PhoneRule {
  return { field, allows: isDialCode }
}

/**
 * Whether a search finds texts that are alike, in every form that a client was seen to send (docs/wire/simotel.md
 * §1.7).
 */
export const alike: Reader<boolean> = described(
  { enum: [true, false, 1, 0, 'true', 'false', '1', '0', 'yes', 'no'] },
  (value) => {
    if (value === true || value === 1 || value === 'true' || value === '1' || value === 'yes') return true
    if (value === false || value === 0 || value === 'false' || value === '0' || value === 'no') return false
    throw new InvalidValue('must be true or false')
  },
)
