import { longestLine } from '../text/whole-lines.ts'
import { unreadable } from '../unreadable.ts'

/** @throws Refusal for the text of a cell, or a part of it, that is longer than any of a list. */
export function refuseLongCell(text: string): void {
  if (text.length > longestLine)
    throw unreadable(`a cell is longer than ${longestLine} characters: the file is no list`)
}
