import type { Command } from 'commander'
import { createGroup } from '../../core/group/create-group.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { addFieldOptions } from './field-options.ts'
import { type FieldOptions, fieldsOf, readGroupName } from './group-arguments.ts'
import { showGroup } from './show-group.ts'

interface AddOptions extends CommonOptions, FieldOptions {
  readonly account?: string
}

/** `dialbook groups add NAME …` */
export function addGroupsAdd(parent: Command, edge: Edge): void {
  addFieldOptions(
    addCommand(parent, 'add', 'Makes an empty group. Names need not be unique.')
      .argument('<name>', 'the name of the group', readGroupName)
      .option(...accountOption),
  ).action((name: string, options: AddOptions) =>
    actOnBook(edge, options, async (book) => {
      const { core } = book
      const { caller } = await chooseCaller(book, options.account)
      const group = await createGroup(core, caller, { ...(await fieldsOf(core, caller, options)), name })
      return {
        text: `group ${group.id} '${harmless(name)}' is there now; \`dialbook import FILE --group ${group.id}\` fills it`,
        json: await showGroup(core, caller, group),
      }
    }),
  )
}
