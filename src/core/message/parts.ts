import { isGsm, septetsOf, toGsm } from './gsm-alphabet.ts'
import type { Alphabet } from './message.ts'

/** The most parts that a message has. */
export const mostParts = 10

/** Septets, or code units of UCS-2, that a message has alone, and in each of several parts: a header takes the rest. */
const room: Readonly<Record<Alphabet, { readonly alone: number; readonly each: number }>> = {
  gsm: { alone: 160, each: 153 },
  unicode: { alone: 70, each: 67 },
}

/** A text, and the alphabet in which it leaves. */
export interface Written {
  readonly text: string
  readonly alphabet: Alphabet
}

/** One of the parts in which a message leaves. */
export interface Part {
  readonly text: string
  /** The user data header by which a phone puts the parts together again (3GPP TS 23.040 §9.2.3.24.1); empty for a single part. */
  readonly header: Uint8Array
  /** The characters: a septet in each byte, or UCS-2, the higher byte first. */
  readonly body: Uint8Array
}

/** A text in the alphabet that is wanted, or in the one that it needs where none is. */
export function write(text: string, wanted: Alphabet | null): Written {
  if (wanted === 'gsm') return { text: toGsm(text), alphabet: 'gsm' }
  return { text, alphabet: wanted ?? (isGsm(text) ? 'gsm' : 'unicode') }
}

/** The parts of a text, counted. */
export function countParts({ text, alphabet }: Written): number {
  return cut(text, alphabet).length
}

/** The most characters that fit into a message, where none of them takes two places. */
export function mostCharacters(alphabet: Alphabet): number {
  return mostParts * room[alphabet].each
}

/** The parts of a text. `reference` is the number by which a phone tells them from those of other messages. */
export function partsOf({ text, alphabet }: Written, reference: number): readonly Part[] {
  const texts = cut(text, alphabet)
  return texts.map((each, index) => ({
    text: each,
    header: Uint8Array.from(texts.length === 1 ? [] : [5, 0, 3, reference & 0xff, texts.length, index + 1]),
    body: Uint8Array.from(alphabet === 'gsm' ? [...each].flatMap((one) => septetsOf(one) ?? []) : ucs2Of(each)),
  }))
}

/** Cuts a text where a part is full, and never through a character: neither an escape nor half an emoji stands alone. */
function cut(text: string, alphabet: Alphabet): readonly string[] {
  const { alone, each } = room[alphabet]
  const sizes = [...text].map((one) => [one, alphabet === 'gsm' ? (septetsOf(one)?.length ?? 1) : one.length] as const)
  if (sizes.reduce((sum, [, size]) => sum + size, 0) <= alone) return [text]
  const parts: string[] = []
  let part = ''
  let taken = 0
  for (const [one, size] of sizes) {
    if (taken + size > each) {
      parts.push(part)
      part = ''
      taken = 0
    }
    part += one
    taken += size
  }
  return [...parts, part]
}

function ucs2Of(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).flatMap((unit) => [unit >> 8, unit & 0xff])
}
