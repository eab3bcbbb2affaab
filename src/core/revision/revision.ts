/** The nouns of the things that have a revision. */
export type RevisedNoun = 'group' | 'contact' | 'extension' | 'folder'

/**
 * The revision of a thing: 16 hex digits that follow from all that the book has of it, so that no write needs to keep them. Two
 * states of a thing have the same revision when they are the same. What is null counts as absent, and the order of the fields
 * does not count. The digest of a secret is left out: the sealed secret changes with it, and cannot be guessed.
 */
export function revisionOf(thing: unknown): string {
  const text = textOf(thing)
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  // Each half takes the bits of the other one, so that a change of one unit is seen in all of them.
  const mixedHigh = mixed(high, low)
  const mixedLow = mixed(low, mixedHigh)
  return hex(mixedHigh) + hex(mixedLow)
}

function mixed(one: number, other: number): number {
  const first = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909)
  return Math.imul(first ^ (first >>> 15), 668265263) ^ (first >>> 13)
}

function hex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0')
}

function textOf(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `[${value.map(textOf)}]`
  // Each small write comes here: neither pairs of the fields nor a list of their texts are made.
  let text = ''
  for (const name of Object.keys(value).sort()) {
    const field = (value as Readonly<Record<string, unknown>>)[name] ?? null
    if (field === null || name === 'digest') continue
    text += `${text === '' ? '' : ','}${name}:${textOf(field)}`
  }
  return `{${text}}`
}
