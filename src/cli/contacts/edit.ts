import type { Command } from 'commander'
import { findNamedContact } from '../../core/contact/find-named-contact.ts'
import { readContactSettings } from '../../core/contact/read-contact-settings.ts'
import { updateContact } from '../../core/contact/update-contact.ts'
import { Refusal } from '../../core/errors.ts'
import { findGroupsOfContact } from '../../core/membership/find-groups-of-contact.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { undoOf } from '../sheets/describe-outcome.ts'
import { addAssignment } from '../sheets/import-options.ts'
import { harmless } from '../table.ts'
import { showContact } from './show-contact.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly set?: readonly (readonly [string, string])[]
}

/** `dialbook contacts edit CONTACT --set field=value …` */
export function addContactsEdit(parent: Command, edge: Edge): void {
  addCommand(parent, 'edit', 'Changes the fields of a contact that are given. All others stay.')
    .argument('<contact>', 'its id, hex id, e-mail address, number or whole name')
    .option(...accountOption)
    .option(
      '--set <field=value>',
      'A field, as `contacts show` names it; no value empties it. May be repeated.',
      addAssignment,
    )
    .action((named: string, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const { set = [] } = options
        if (set.length === 0) throw new Refusal('missing_value', 'say what to change, with --set field=value')
        const before = await findNamedContact(core, caller, named)
        const contact = await updateContact(core, caller, { id: before.id }, readContactSettings(set, before))
        const undo = await undoOf(core, caller, 'contact')
        return {
          text: `contact ${contact.id} ${harmless(contact.name)} is changed\n${undo.hint}`,
          json: { ...showContact(contact, await findGroupsOfContact(core, caller, contact)), change: undo.change },
        }
      }),
    )
}
