import { foldText } from '../../core/filter/fold-text.ts'

/** A place in a text where another one must stand. */
export type Place = 'contains' | 'startsWith' | 'endsWith'

/** A test that the text of a column holds another one at a place, both folded. */
export interface TextCondition {
  readonly column: string
  readonly place: Place
  readonly folded: string
  /** Whether the other text has characters, and none that anybody sees. */
  readonly isInvisible: boolean
}

/**
 * The fields of a group that the index knows, each by letters of its own: for parts inside of a text, at its begin, at its end, for
 * a part that is all of it, and for a text that is too long.
 */
export const indexedFields = { name: 'nbewl', description: 'dfghm' } as const

/** A field that the index knows. */
export type IndexedField = keyof typeof indexedFields

/** The longest text whose parts are all in the index, in characters. A longer one is looked into by every search. */
const longest = 1000

/** The lengths of the parts that are in the index. One or two characters are looked for in names only: descriptions are long. */
const lengths: Readonly<Record<IndexedField, readonly number[]>> = { name: [1, 2, 3], description: [3] }

/** Parts of one question, at the most: those between would find little less. */
const partsAtMost = 8

/** Characters, with the ends of their text where these belong to it. An end counts as a character. */
interface Stretch {
  readonly characters: readonly string[]
  readonly begins: boolean
  readonly ends: boolean
}

/**
 * The parts of the texts of a group by which it is found: pieces of one to three characters, each behind the number of the account and
 * the letter of the field. The name `Ab` of account 7 has `7na`, `7nb`, `7nab`, `7ba`, `7bab`, `7eb` and `7eab`.
 */
export function gramsOf(accountId: number, texts: Readonly<Record<IndexedField, string | null>>): Set<string> {
  const grams = new Set<string>()
  for (const field of Object.keys(indexedFields) as IndexedField[]) {
    const text = texts[field]
    if (text === null || text === '') continue
    const characters = [...foldText(text)]
    if (characters.length > longest) grams.add(`${accountId}${indexedFields[field][4]}`)
    else {
      const whole = { characters, begins: true, ends: true }
      for (const length of lengths[field]) for (const gram of pieces(accountId, field, whole, length)) grams.add(gram)
    }
  }
  return grams
}

/** A question to the index. */
export interface Question {
  /** Parts that a text has if it holds another one at a place. */
  readonly grams: readonly string[]
  /** The part of texts that are too long. */
  readonly long: string
  /** Whether a text with these parts holds the other one for sure. */
  readonly isExact: boolean
}

/** The question for the texts of a field that hold `folded` at a place; undefined where the index does not know. */
export function questionOf(accountId: number, field: IndexedField, place: Place, folded: string): Question | undefined {
  const asked = { characters: [...folded], begins: place === 'startsWith', ends: place === 'endsWith' }
  const width = asked.characters.length + (place === 'contains' ? 0 : 1)
  const length = Math.min(width, 3)
  if (!lengths[field].includes(length)) return undefined
  const all = [...new Set(pieces(accountId, field, asked, length))]
  const step = Math.max(1, (all.length - 1) / (partsAtMost - 1))
  const grams = Array.from(
    { length: Math.min(all.length, partsAtMost) },
    (_, at) => all[Math.round(at * step)] as string,
  )
  return { grams, long: `${accountId}${indexedFields[field][4]}`, isExact: width <= 3 }
}

function* pieces(
  accountId: number,
  field: IndexedField,
  { characters, begins, ends }: Stretch,
  length: number,
): Generator<string> {
  const letters = indexedFields[field]
  const [first, last] = [begins ? -1 : 0, characters.length + (ends ? 1 : 0) - length]
  for (let at = first; at <= last; at++) {
    const [isBegin, isEnd] = [at < 0, at + length > characters.length]
    const letter = letters[(isBegin ? 1 : 0) + (isEnd ? 2 : 0)]
    // An end alone says nothing.
    const piece = characters.slice(Math.max(at, 0), at + length).join('')
    if (piece !== '') yield `${accountId}${letter}${piece}`
  }
}
