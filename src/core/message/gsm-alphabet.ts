/** The characters of GSM 03.38, each at its place. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

/** The characters that an escape comes before, by their places. */
const extended: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
}

const escaped = 0x1b

const letters = [...basic]

/** The septets of each character. */
const septets = new Map<string, readonly number[]>([
  ...letters.map((character, place) => [character, [place]] as const).filter(([, [place]]) => place !== escaped),
  ...Object.entries(extended).map(([character, place]) => [character, [escaped, place]] as const),
])

const extendedAt = new Map(Object.entries(extended).map(([character, place]) => [place, character]))

/** Signs that look like one of the alphabet, and are no letter with a mark. */
const alike: Readonly<Record<string, string>> = {
  ...{ '`': "'", '´': "'", '‘': "'", '’': "'", '‚': "'", '‹': "'", '›': "'" },
  ...{ '“': '"', '”': '"', '„': '"', '«': '"', '»': '"' },
  ...{ '–': '-', '—': '-', '‐': '-', '‑': '-', '−': '-', '…': '...', '•': '*', '×': 'x', '÷': '/' },
  ...{ ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'TH', œ: 'oe', Œ: 'OE', ı: 'i' },
  ...{ '\t': ' ', '\u00a0': ' ', '\u202f': ' ', '\u2009': ' ', '\u200b': '', '\ufeff': '' },
}

/** The septets of a character; undefined where the alphabet does not have it. An extended character takes two. */
export function septetsOf(character: string): readonly number[] | undefined {
  return septets.get(character)
}

/** The text of septets, one in each byte. An escape before what has no meaning is left out, as phones do. */
export function textOfSeptets(bytes: Uint8Array): string {
  let text = ''
  let isEscaped = false
  for (const byte of bytes) {
    const septet = byte & 0x7f
    if (septet === escaped) {
      isEscaped = true
      continue
    }
    text += (isEscaped ? extendedAt.get(septet) : undefined) ?? letters[septet] ?? ''
    isEscaped = false
  }
  return text
}

/** Whether the alphabet has every character of a text. */
export function isGsm(text: string): boolean {
  for (const character of text) if (!septets.has(character)) return false
  return true
}

/**
 * A text in characters of the alphabet: a letter loses a mark that the alphabet does not have, a sign becomes the one that
 * looks like it, and what is left becomes a question mark.
 */
export function toGsm(text: string): string {
  let changed = ''
  for (const character of text.normalize('NFC')) changed += septets.has(character) ? character : nearest(character)
  return changed
}

function nearest(character: string): string {
  const known = alike[character]
  if (known !== undefined) return known
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '')
  if (bare === '') return ''
  return isGsm(bare) ? bare : '?'
}
