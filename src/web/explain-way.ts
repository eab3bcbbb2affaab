import { ltr } from './parts.ts'
import { type Sayings, sayingOf } from './sayings.ts'
import type { Texts } from './texts/texts.ts'

/** The ends of the way of a call, as the book explains them, and the texts of the page that say the same. */
const explained: Sayings = [
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
  const saying = sayingOf(explained, why)
  return saying && t(saying.key, { chain: ltr(saying.places.chain ?? '') })
}
