import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import { updateGroup } from '../../core/group/update-group.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { undoHint } from './changes-of-group.ts'
import { addFieldOptions } from './field-options.ts'
import { type FieldOptions, fieldsOf, readGroupName } from './group-arguments.ts'
import { showGroup } from './show-group.ts'

interface EditOptions extends CommonOptions, FieldOptions {
  readonly account?: string
  readonly name?: string
}

/** `dialbook groups edit GROUP …` */
export function addGroupsEdit(parent: Command, edge: Edge): void {
  addFieldOptions(
    addCommand(parent, 'edit', 'Changes the fields of a group that are given. Its numbers stay.')
      .argument('<group>', 'its id, its hex id or its whole name')
      .option(...accountOption)
      .option('--name <name>', 'Another name.', readGroupName),
  ).action((named: string, options: EditOptions) =>
    actOnBook(edge, options, async (book) => {
      const { core } = book
      const { caller } = await chooseCaller(book, options.account)
      const { id } = await findNamedGroup(core, caller, named)
      const { name } = options
      const update = { ...(await fieldsOf(core, caller, options)), ...(name !== undefined && { name }) }
      if (Object.keys(update).length === 0) {
        const what = '--name, --description, --title, --folder or --delete-at'
        throw new Refusal('missing_value', `say what to change, with ${what}`)
      }
      const group = await updateGroup(core, caller, { id }, update)
      const { change, hint } = await undoHint(core, caller, group)
      return {
        text: `group ${id} '${harmless(group.name)}' is changed${hint}`,
        json: { ...(await showGroup(core, caller, group)), change },
      }
    }),
  )
}
