import { extensionRules } from '../extension/extension-rules.ts'
import { described, InvalidValue, oneOf, pattern, type Reader, schemaOf, text } from '../reader.ts'
import { campaignLimits as limits } from './campaign.ts'

/** Reads a context of the dialplan, of which the PBX's own are none; empty for nowhere. */
const context: Reader<string> = described({ anyOf: [schemaOf(extensionRules.context), { const: '' }] }, (value) =>
  value === '' ? '' : extensionRules.context(value),
)

/** The readers of the settings of a campaign. Numbers may be texts of digits as well. */
export const campaignRules = {
  name: text({ min: 1, max: limits.name }),
  description: text({ max: limits.description, lines: true }),
  context,
  // It becomes an extension in the dialplan: no comma, bracket, quote or $ may get there.
  text: pattern(/^[\p{L}\p{M}\p{N}_+*#.-]{0,80}$/u, 'up to 80 letters, digits, or characters of _ + * # . -'),
  tries: wholeIn(1, limits.tries),
  pause: wholeIn(0, limits.pause),
  digits: wholeIn(0, limits.digits),
  optOutDigit: oneOf('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'),
  ringTime: wholeIn(1, limits.ringTime),
  longest: wholeIn(1, limits.longest),
} as const

/** Reads a whole number, also from a text of digits. */
function wholeIn(least: number, most: number): Reader<number> {
  const schema = {
    anyOf: [
      { type: 'integer', minimum: least, maximum: most },
      { type: 'string', pattern: '^[0-9]{1,9}$' },
    ],
  }
  return described(schema, (value) => {
    const number = typeof value === 'string' && /^[0-9]{1,9}$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < least || number > most) {
      throw new InvalidValue(`must be a whole number from ${least} to ${most}`)
    }
    return number
  })
}
