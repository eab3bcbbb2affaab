import type { Command } from 'commander'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import type { Group } from '../../core/group/group.ts'
import { removeGroup } from '../../core/group/remove-group.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { undoHint } from './changes-of-group.ts'

interface RemoveOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook groups remove GROUP …` */
export function addGroupsRemove(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'remove',
    'Removes groups, each as a change of its own. None is removed where one of them is not there. Contacts stay.',
  )
    .argument('<group...>', 'their ids, hex ids or whole names')
    .option(...accountOption)
    .action((named: string[], options: RemoveOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const groups = new Map<number, Group>()
        for (const each of named) {
          const group = await findNamedGroup(core, caller, each)
          groups.set(group.id, group)
        }
        const removed = []
        for (const { id, name } of groups.values()) {
          await removeGroup(core, caller, { id })
          removed.push({ id, name, ...(await undoHint(core, caller, { id, name })) })
        }
        return {
          text: removed.map(({ id, name, hint }) => `group ${id} '${harmless(name)}' is removed${hint}`).join('\n'),
          json: { removed: removed.map(({ id, name, change }) => ({ id, name, change })) },
        }
      }),
    )
}
