/** Characters that show nothing: marks of direction, joiners, variants of glyphs, the byte order mark, soft hyphens. */
const invisible = /\p{Cf}|\p{Variation_Selector}/gu

const foreignDigit = /(?![0-9])\p{Nd}/gu

/** Other ways to write a sign that stands before or between digits. */
const otherSigns: readonly (readonly [RegExp, string])[] = [
  [/[\uff0b\ufe62]/g, '+'],
  [/[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]/g, '-'],
  [/\uff08/g, '('],
  [/\uff09/g, ')'],
  [/[\uff0e\u2024]/g, '.'],
  [/[\uff0f\u2044\u2215]/g, '/'],
]

const digitCharacter = /^\p{Nd}$/u

/**
 * The text with the digits of every script as 0-9, its signs as ASCII has them, and without characters that nobody
 * sees: `\u202a+۹۸\u202c` becomes `+98`.
 */
export function cleanCharacters(text: string): string {
  let clean = text.replace(invisible, '').replace(foreignDigit, asciiDigit)
  for (const [sign, ascii] of otherSigns) clean = clean.replace(sign, ascii)
  return clean.trim()
}

/** The digits of a script follow each other from its zero on. Some scripts have several such runs in a row. */
function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0) as number
  let start = point
  while (digitCharacter.test(String.fromCodePoint(start - 1))) start--
  return String((point - start) % 10)
}
