import type { TextKey } from './texts/texts.ts'

/** Sentences of the book, and the texts of the page that say the same. The groups of a pattern are named as the places of its text. */
export type Sayings = readonly (readonly [RegExp, TextKey])[]

/** The text that says the same as a sentence, and what stands in its places; undefined for a sentence without one. */
export function sayingOf(
  sayings: Sayings,
  sentence: string,
): { readonly key: TextKey; readonly places: Readonly<Record<string, string>> } | undefined {
  for (const [pattern, key] of sayings) {
    const found = pattern.exec(sentence)
    if (found) return { key, places: { ...found.groups } }
  }
  return undefined
}
