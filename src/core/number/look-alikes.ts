/** Texts that have digits and signs as numbers do, and are none. */
const lookAlikes: readonly (readonly [RegExp, string])[] = [
  [/^[\d.,]+e[+-]?\d+$/i, 'was rounded by a spreadsheet: give the column the format text, and save the file again'],
  [/^(?:1[34]|19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])$/, 'is a date'],
  [/^(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\1(?:1[34]|19|20)\d\d$/, 'is a date'],
  [/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/, 'is a network address'],
  [/^-/, 'is negative'],
  [/^\d+\.\d{1,2}$/, 'is a fraction'],
]

/** Says what a text is instead of a number; undefined when it is no such thing. */
export function lookAlikeOf(text: string): string | undefined {
  return lookAlikes.find(([form]) => form.test(text))?.[1]
}

/** Leaves out the fraction of zeros that a spreadsheet writes behind a whole number: `9120000001.0` is `9120000001`. */
export function withoutZeroFraction(text: string): string {
  return text.replace(/^(\+?\d{3,})\.0+$/, '$1')
}
