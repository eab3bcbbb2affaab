/** Characters that nobody sees, as the joiners between Persian letters, and the line that lengthens an Arabic word. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u0640]/gu

const digits = /\p{Decimal_Number}/gu

/**
 * Letters that are written alike and have several code points, since keyboards differ: ye, kaf and he of Arabic, Persian, Urdu and
 * Kurdish, and the sigma at the end of a Greek word. Letters that look different, as أ and ا, stay different.
 */
const letters: ReadonlyMap<string, string> = new Map([
  ...['\u064a', '\u0649'].map((ye) => [ye, '\u06cc'] as const),
  ...['\u0643', '\u06aa'].map((kaf) => [kaf, '\u06a9'] as const),
  ...['\u06be', '\u06c1', '\u06d5'].map((he) => [he, '\u0647'] as const),
  ['\u03c2', '\u03c3'],
])
const variants = new RegExp(`[${[...letters.keys()].join('')}]`, 'g')

/**
 * A text as searches compare it: without case, invisible characters and differences between spellings of one letter, with the digits
 * 0 to 9 for those of every script. `علي ۱۲` is `علی 12`. PostgreSQL has the same as the function `folded` (`0020-text-index.postgres.sql`).
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  return text
    .toWellFormed()
    .replace(invisible, '')
    .replaceAll('\u0130', 'i')
    .normalize('NFKC')
    .toLowerCase()
    .replace(variants, (letter) => letters.get(letter) as string)
    .replace(digits, (digit) => String(digitOf(digit)))
}

/** Whether a text has only characters of ASCII. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

/** The value of a digit: each script has its ten in a row. */
function digitOf(digit: string): number {
  const at = digit.codePointAt(0) as number
  let before = 0
  while (/\p{Decimal_Number}/u.test(String.fromCodePoint(at - before - 1))) before++
  return before % 10
}
