import type { ColumnTitles } from '../group/group.ts'
import { titleKey } from './title.ts'

/** The titles of the first and the last column of an exported group. */
export const [numberTitle, callbackTitle] = ['number', 'callback_data']

const letters = ['a', 'b', 'c', 'd', 'e'] as const

/** The titles of an exported group: a column without a title has its letter. */
export function exportedTitles(group: ColumnTitles): readonly string[] {
  return [numberTitle, ...letters.map((letter) => group[letter] ?? letter), callbackTitle]
}

/** Whether titles are those of an exported group, whichever it is. */
export function areExported(titles: readonly string[]): boolean {
  return (
    titles.length === letters.length + 2 &&
    titleKey(titles[0] ?? '') === numberTitle &&
    titleKey(titles.at(-1) ?? '') === callbackTitle
  )
}

/**
 * Whether the columns of an exported group are those of this group, each in its place. Titles alone could not tell: a column may be
 * titled `callback_data`, or as another column is. A column without a title takes any but the letter of another.
 */
export function fitExported(titles: readonly string[], group: ColumnTitles): boolean {
  if (!areExported(titles)) return false
  return letters.every((letter, place) => {
    const key = titleKey(titles[place + 1] ?? '')
    const isOther = letters.some((each) => each === key)
    return key === titleKey(group[letter] ?? letter) || (group[letter] === null && !isOther)
  })
}
