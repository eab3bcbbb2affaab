import type { Command } from 'commander'
import type { Entry } from '../../core/entry/entry.ts'
import { findEntries } from '../../core/entry/find-entries.ts'
import { Refusal } from '../../core/errors.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import { groupAt } from '../../core/group/group-at.ts'
import { readNumber } from '../../core/number/read-number.ts'
import { describeChange } from '../changes/describe-change.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { momentOf } from '../moment-of.ts'
import { harmless, isoTime, pageHint, table } from '../table.ts'
import { changesOfGroup } from './changes-of-group.ts'
import { type ShownGroup, showGroup } from './show-group.ts'

interface ShowOptions extends CommonOptions {
  readonly account?: string
  readonly entries: number
  readonly after: number
  readonly at?: string
}

const usualEntries = 20
const entriesAtMost = 1000
const shownChanges = 5
const letters = ['a', 'b', 'c', 'd', 'e'] as const

/** `dialbook groups show GROUP` */
export function addGroupsShow(parent: Command, edge: Edge): void {
  addCommand(parent, 'show', 'Shows a group: its fields, its first entries, and its last changes under this name.')
    .argument('<group>', 'its id, its hex id or its whole name')
    .option(...accountOption)
    .option('--entries <count>', `How many entries to show, at most ${entriesAtMost}.`, positiveInteger, usualEntries)
    .option('--after <place>', 'Only entries behind this place: 20 goes on with the 21st.', positiveInteger, 0)
    .option('--at <moment>', "As it was then, by the clocks of the account: '2026-11-01 10:00'.")
    .action((named: string, options: ShowOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        if (options.entries > entriesAtMost) {
          const remedy = '`dialbook export groups` writes all'
          throw new Refusal('invalid_value', `at most ${entriesAtMost} entries are shown: ${remedy}`, 'entries')
        }
        const { account, caller } = await chooseCaller(book, options.account)
        const at = momentOf(options.at, account)
        const group = at ? await groupAt(core, caller, named, at) : await findNamedGroup(core, caller, named)
        const shown = await showGroup(core, caller, group)
        const page = { start: options.after, count: options.entries }
        const { items, total } = await findEntries(core, caller, group, page)
        const end = page.start + items.length
        const next = items.length > 0 && end < total ? end : null
        const changes = at ? [] : await changesOfGroup(core, caller, group, shownChanges)
        const entries = entryTable(shown, items, page.start, edge.outWidth)
        return {
          text: [fieldLines(shown), entries + pageHint(next), ...changes.map(describeChange)].join('\n'),
          json: {
            ...shown,
            // The contacts of a group have a history of their own.
            ...(at && { contacts: null, at: isoTime(at) }),
            entries: items.map(({ id, phone, details }) => ({ id, number: phone, ...problemOf(phone), ...details })),
            next,
            changes: changes.map((change) => ({ ...change, at: isoTime(change.at) })),
          },
        }
      }),
    )
}

function fieldLines({ name, id, hexId, titles, folder, numbers, ...group }: ShownGroup): string {
  const titled = letters.flatMap((letter) => (titles[letter] === null ? [] : [`${letter} ${titles[letter]}`]))
  const fields: readonly (readonly [string, string | null])[] = [
    ['group', `${id}  ${hexId}`],
    ['name', name],
    ['description', group.description],
    ['numbers', String(numbers)],
    ['titles', titled.join(', ')],
    ['folder', folder && `${folder.id} ${folder.name}`],
    ['deletion', group.plannedDeletion],
    ['contacts', group.contacts === 0 ? null : String(group.contacts)],
    ['changed', group.changed],
  ]
  return fields.flatMap(([field, value]) => (value ? [`${field.padEnd(12)}${harmless(value)}`] : [])).join('\n')
}

/** The reason for which a phone cannot be read as a number; nothing where it can. */
function problemOf(phone: string): { readonly problem?: string } {
  const read = readNumber(phone)
  return 'problem' in read ? { problem: read.problem } : {}
}

/** The entries with those columns that have a title, or a value among the entries. */
function entryTable({ titles }: ShownGroup, entries: readonly Entry[], start: number, width: number | null): string {
  if (entries.length === 0) return start === 0 ? 'it has no entries' : 'it has no further entries'
  const used = letters.filter((letter) => titles[letter] !== null || entries.some(({ details }) => details?.[letter]))
  const problems = entries.map(({ phone }) => problemOf(phone).problem)
  const hasProblem = problems.some((problem) => problem !== undefined)
  const hasCallback = entries.some(({ details }) => details?.callbackData)
  const columns = [
    { title: 'PLACE', isCount: true },
    ...['ID', 'NUMBER'],
    ...used.map((letter) => ({ title: titles[letter] ?? letter, givesWay: true }) as const),
    ...(hasCallback ? [{ title: 'CALLBACK DATA', givesWay: true } as const] : []),
    ...(hasProblem ? ['NO NUMBER, SINCE IT'] : []),
  ] as const
  const rows = entries.map(({ id, phone, details = {} }, index) => [
    ...[String(start + index + 1), String(id), phone],
    ...used.map((letter) => details[letter] ?? ''),
    ...(hasCallback ? [details.callbackData ?? ''] : []),
    ...(hasProblem ? [problems[index] ?? ''] : []),
  ])
  return table(columns, rows, width)
}
