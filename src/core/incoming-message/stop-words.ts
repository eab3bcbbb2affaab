import { foldText } from '../filter/fold-text.ts'

/** Whether a text says nothing but one of the words by which people want no more messages. Case, accents of keyboards and marks around it do not count. */
export function isStopWord(words: readonly string[], text: string): boolean {
  const said = bare(text)
  return said !== '' && words.some((word) => bare(word) === said)
}

/** A text without white space and marks at its ends, as `stop` for ` "STOP!" `. */
function bare(text: string): string {
  return foldText(text)
    .replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, '')
    .replace(/\s+/gu, ' ')
}
