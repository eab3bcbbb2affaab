import type { Command } from 'commander'
import type { SetMode } from '../../core/entry/prepare-set.ts'
import { setPhones } from '../../core/entry/set-phones.ts'
import { Refusal } from '../../core/errors.ts'
import { phonesOfGroup } from '../../core/group/diff-groups.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { undoHint } from './changes-of-group.ts'
import { showGroup } from './show-group.ts'

interface CombineOptions extends CommonOptions {
  readonly account?: string
  readonly union?: string
  readonly subtract?: string
  readonly intersect?: string
}

/** What each option does with the numbers of the group that it names. */
const modes = { union: 'add', subtract: 'remove', intersect: 'keep' } as const satisfies Record<string, SetMode>

/** `dialbook groups combine GROUP --union OTHER` */
export function addGroupsCombine(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'combine',
    'Changes the numbers of a group by those of another, as one change. Each spelling is a number.',
  )
    .argument('<group>', 'the group that changes, by its id, its hex id or its whole name')
    .option(...accountOption)
    .option('--union <other>', 'The numbers of the other group come behind its own, without their columns.')
    .option('--subtract <other>', 'The numbers of the other group go.')
    .option('--intersect <other>', 'Only numbers stay that the other group has too.')
    .action((named: string, options: CombineOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const wanted = (['union', 'subtract', 'intersect'] as const).filter((each) => options[each] !== undefined)
        const [how, ...more] = wanted
        if (how === undefined || more.length > 0) {
          throw new Refusal('missing_value', 'give one of --union, --subtract and --intersect')
        }
        const { caller } = await chooseCaller(book, options.account)
        const { id } = await findNamedGroup(core, caller, named)
        const other = await findNamedGroup(core, caller, options[how] ?? '')
        const phones = await phonesOfGroup(core, caller, other)
        const { group, added, removed } = await setPhones(core, caller, { id }, { mode: modes[how], phones })
        const { change, hint } = await undoHint(core, caller, group)
        return {
          text: `group ${id} '${harmless(group.name)}': ${added} numbers came, ${removed} went, it has ${group.count}${hint}`,
          json: { ...(await showGroup(core, caller, group)), added, removed, change },
        }
      }),
    )
}
