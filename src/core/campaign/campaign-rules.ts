import { extensionRules } from '../extension/extension-rules.ts'
import { described, oneOf, pattern, type Reader, schemaOf, text, wholeOrText } from '../reader.ts'
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
  tries: wholeOrText(1, limits.tries, 9),
  pause: wholeOrText(0, limits.pause, 9),
  digits: wholeOrText(0, limits.digits, 9),
  optOutDigit: oneOf('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'),
  ringTime: wholeOrText(1, limits.ringTime, 9),
  longest: wholeOrText(1, limits.longest, 9),
} as const
