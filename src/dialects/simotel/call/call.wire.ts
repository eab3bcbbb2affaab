import { usualContext } from '../../../core/call/originate.ts'
import { digitsOf, extensionRules } from '../../../core/extension/extension-rules.ts'
import { readNumber } from '../../../core/number/read-number.ts'
import { trunkName } from '../../../core/trunk/trunk-rules.ts'
import { clearable, described, InvalidValue, type Reader } from '../../fields.ts'
import { orEmpty } from '../empty.ts'

/** Seconds that the caller is rung for where a client does not say (docs/wire/simotel.md §4). */
export const usualRingTime = 30

/** A number to call: an extension of up to 30 digits, or an outside number. */
const number: Reader<string> = described(
  { type: ['string', 'integer'], description: 'an extension, or an outside number' },
  (given) => {
    const value = digitsOf(given)
    if (typeof value !== 'string') throw new InvalidValue('must be a string, or a whole number')
    const read = readNumber(value)
    if ('number' in read) return read.number
    if (!/^[0-9]{1,30}$/.test(value)) throw new InvalidValue(read.problem)
    return value
  },
)

/** Reads whole seconds, also as a text. An empty text, and null, stand for none. */
function seconds<T>(most: number, none: T): Reader<number | T> {
  const schema = {
    anyOf: [
      { type: 'integer', minimum: 1, maximum: most },
      { type: 'string', pattern: '^[0-9]{0,6}$' },
    ],
  }
  return clearable(
    described(schema, (given) => {
      const value = digitsOf(given)
      if (value === '') return none
      const read = typeof value === 'string' && /^[0-9]{1,6}$/.test(value) ? Number(value) : 0
      if (read < 1 || read > most) throw new InvalidValue(`must be whole seconds from 1 to ${most}`)
      return read
    }),
    none,
  )
}

/** The readers of the members of a call. An empty `caller_id` stands for the caller, and an empty trunk for none. */
export const callFields = {
  caller: number,
  callee: number,
  context: orEmpty(extensionRules.context, usualContext),
  caller_id: orEmpty(number, null),
  trunk_name: orEmpty(trunkName, null),
  timeout: seconds(300, usualRingTime),
  call_limit: seconds(86_400, null),
} as const
