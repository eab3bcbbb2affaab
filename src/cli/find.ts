import type { Command } from 'commander'
import { findGroupsOfPhone, groupsOfPhoneAtMost } from '../core/group/find-groups-of-phone.ts'
import type { HoldingGroup } from '../core/group/group-port.ts'
import { quote } from './changes/describe-change.ts'
import { accountOption, chooseCaller } from './choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from './command.ts'
import type { Edge } from './edge.ts'
import { findBeside } from './find-beside.ts'
import { pageHint, table } from './table.ts'

interface FindOptions extends CommonOptions {
  readonly account?: string
  readonly limit: number
  readonly after?: number
}

const usualLimit = 100
const columns = [
  ...['ID', 'HEX ID'],
  { title: 'NUMBERS', isCount: true },
  'HELD AS',
  { title: 'NAME', givesWay: true },
] as const

function rowOf({ id, hexId, count, name, spellings }: HoldingGroup): string[] {
  return [String(id), hexId, String(count), spellings.join(', '), quote(name)]
}

/** `dialbook find NUMBER` */
export function addFind(program: Command, edge: Edge): void {
  addCommand(program, 'find', 'Finds a number in groups, contacts, extensions, lists of callers and opt-outs.')
    .argument('<number>', 'the number in any spelling; with the country of the account `0912…` and `+98912…` are one')
    .option(...accountOption)
    .option('--limit <count>', `How many groups to name, at most ${groupsOfPhoneAtMost}.`, positiveInteger, usualLimit)
    .option('--after <id>', 'Only groups with a greater id, as the end of the last answer names it.', positiveInteger)
    .action((number: string, options: FindOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const { limit, after = 0 } = options
        const { phone, problem, groups, next } = await findGroupsOfPhone(core, caller, number, { limit, after })
        // A later page is of groups only.
        const isWhole = problem === null && options.after === undefined
        const beside = isWhole ? await findBeside(core, caller, phone, groups) : undefined
        return {
          text:
            [
              groups.length === 0 ? 'no group holds it' : table(columns, groups.map(rowOf), edge.outWidth),
              ...(problem === null || groups.length === 0
                ? []
                : [`it is no number: it ${problem}. Nothing is ever sent to it`]),
            ].join('\n') + [pageHint(next), ...(beside?.lines ?? []).map((line) => `\n${line}`)].join(''),
          json: {
            number: phone,
            problem,
            groups: groups.map(({ id, hexId, name, count, spellings }) => ({ id, hexId, name, count, spellings })),
            next,
            ...beside?.json,
          },
        }
      }),
    )
}
