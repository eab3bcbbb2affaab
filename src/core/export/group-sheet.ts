import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Entry } from '../entry/entry.ts'
import { findAllEntries } from '../entry/find-all-entries.ts'
import type { Group } from '../group/group.ts'
import { exportedTitles, numberTitle } from '../import/exported-titles.ts'
import type { WrittenFormat, WrittenSheet } from '../import/record-file.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

const letters = ['a', 'b', 'c', 'd', 'e'] as const

/** Records that are handed on at once. Those of a whole chunk would live long enough to count as old, and fill the memory. */
const atOnce = 250

/** The titles that a card has places for, beside its number. */
const cardTitles = ['name', 'first_name', 'last_name', 'email', 'organization', 'note']

/**
 * The entries of a group as records: the number, the columns a to e and the callback data, each in its place. A column
 * without a title has its letter. The records are those of one list version, which no write changes.
 */
export function groupSheet(core: Core, caller: Caller, group: Group): WrittenSheet {
  mustBeAllowed(caller, 'entry.find')
  return {
    titles: exportedTitles(group.columns),
    rows: rowsOf(core, caller, group, ({ phone, details = {} }) => [
      phone,
      ...letters.map((letter) => details[letter] ?? ''),
      details.callbackData ?? '',
    ]),
  }
}

/**
 * The entries of a group as cards: the number, and the columns whose titles a card has a place for. All else is left out.
 */
export function groupCards(core: Core, caller: Caller, group: Group): WrittenSheet {
  mustBeAllowed(caller, 'entry.find')
  const kept = letters.flatMap((letter) => {
    const title = group.columns[letter]?.toLowerCase() ?? ''
    return cardTitles.includes(title) ? [{ letter, title }] : []
  })
  const places = kept.filter(({ title }, place) => kept.findIndex((each) => each.title === title) === place)
  return {
    titles: [numberTitle, ...places.map(({ title }) => title)],
    rows: rowsOf(core, caller, group, ({ phone, details = {} }) => [
      phone,
      ...places.map(({ letter }) => details[letter] ?? ''),
    ]),
  }
}

/** The entries of a group, as far as the format has places for them. */
export function sheetOfGroup(core: Core, caller: Caller, group: Group, format: WrittenFormat): WrittenSheet {
  mustBeAllowed(caller, 'entry.find')
  return format === 'vcf' ? groupCards(core, caller, group) : groupSheet(core, caller, group)
}

async function* rowsOf(
  core: Core,
  caller: Caller,
  group: Group,
  cellsOf: (entry: Entry) => readonly string[],
): AsyncGenerator<readonly (readonly string[])[]> {
  for await (const entries of findAllEntries(core, caller, group)) {
    for (let start = 0; start < entries.length; start += atOnce) {
      yield entries.slice(start, start + atOnce).map(cellsOf)
    }
  }
}
