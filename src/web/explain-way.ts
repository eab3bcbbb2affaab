import { ltr } from './parts.ts'
import type { TextKey, Texts } from './texts/texts.ts'

/** The ends of the way of a call, as the book explains them, and the texts of the page that say the same. */
const explained: readonly (readonly [RegExp, TextKey])[] = [
  [/^\S+ has no target for this$/, 'path.noTarget'],
  [/^\S+ is not active$/, 'path.inactive'],
  [/^a loop: (?<chain>.+)$/, 'path.loop'],
  [/^too many forwards: (?<chain>.+)$/, 'path.tooMany'],
  [/^\S+ is an emergency number/, 'path.emergency'],
  [/^\S+ is no extension, and there is no trunk$/, 'path.nowhere'],
  [/^no trunk takes /, 'path.noTrunk'],
]

/** Why the way of a call ends where it does, in the language of the page; undefined for an end that has no text there. */
export function endReason({ t }: Pick<Texts, 't'>, why: string): string | undefined {
  for (const [end, key] of explained) {
    const found = end.exec(why)
    if (found) return t(key, { chain: ltr(found.groups?.chain ?? '') })
  }
  return undefined
}
