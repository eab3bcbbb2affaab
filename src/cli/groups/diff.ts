import type { Command } from 'commander'
import { atOneMoment } from '../../core/export/at-one-moment.ts'
import { diffGroups, type GroupsDifference } from '../../core/group/diff-groups.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import type { Group } from '../../core/group/group.ts'
import type { EntryList } from '../../core/list/entry-list.ts'
import { phonesByPieces } from '../../core/list/list-difference.ts'
import { countOf } from '../../core/list/staged-list.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'

interface DiffOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook groups diff A B` */
export function addGroupsDiff(parent: Command, edge: Edge): void {
  const help =
    'Tells the numbers that only one of two groups has: - only the first, + only the second. Each spelling is a number.'
  addCommand(parent, 'diff', help)
    .argument('<one>', 'a group, by its id, its hex id or its whole name')
    .argument('<other>', 'another one')
    .option(...accountOption)
    .action((one: string, other: string, options: DiffOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        await atOneMoment(book.core, async (core) => {
          const groups = [await findNamedGroup(core, caller, one), await findNamedGroup(core, caller, other)] as const
          const difference = await diffGroups(core, caller, ...groups)
          const pieces = options.json ? jsonOf(groups, difference) : linesOf(difference)
          for (const piece of pieces) if (!(await edge.outBytes(Buffer.from(piece)))) return
        })
        return undefined
      }),
    )
}

function* linesOf({ onlyInOne, onlyInOther, inBoth }: GroupsDifference): Generator<string> {
  for (const phones of phonesByPieces(onlyInOne)) yield phones.map((each) => `- ${harmless(each)}\n`).join('')
  for (const phones of phonesByPieces(onlyInOther)) yield phones.map((each) => `+ ${harmless(each)}\n`).join('')
  yield `${countOf(onlyInOne)} only in the first, ${countOf(onlyInOther)} only in the second, ${inBoth} in both\n`
}

function* jsonOf(groups: readonly [Group, Group], difference: GroupsDifference): Generator<string> {
  const [one, other] = groups.map(({ id, hexId, name, count }) => ({ id, hexId, name, numbers: count }))
  const { onlyInOne, onlyInOther, inBoth } = difference
  const counts = { onlyInOne: countOf(onlyInOne), onlyInOther: countOf(onlyInOther), inBoth }
  yield `${harmless(JSON.stringify({ one, other, counts })).slice(0, -1)},"onlyInOne":[`
  yield* itemsOf(onlyInOne)
  yield '],"onlyInOther":['
  yield* itemsOf(onlyInOther)
  yield ']}\n'
}

function* itemsOf(list: EntryList): Generator<string> {
  let between = ''
  for (const phones of phonesByPieces(list)) {
    yield between + harmless(JSON.stringify(phones)).slice(1, -1)
    between = ','
  }
}
