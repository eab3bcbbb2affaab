import type { Command } from 'commander'
import { contactAt } from '../../core/contact/contact-at.ts'
import { findNamedContact } from '../../core/contact/find-named-contact.ts'
import { findGroupsOfContact } from '../../core/membership/find-groups-of-contact.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { momentOf } from '../moment-of.ts'
import { fieldLines } from '../sheets/field-lines.ts'
import { isoTime } from '../table.ts'
import { fieldsOfContact, showContact } from './show-contact.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly at?: string
}

/** `dialbook contacts show CONTACT` */
export function addContactsShow(parent: Command, edge: Edge): void {
  addCommand(parent, 'show', 'Shows every field of a contact, under the titles that files have for them.')
    .argument('<contact>', 'its id, hex id, e-mail address, number or whole name')
    .option(...accountOption)
    .option('--at <moment>', "As it was then, by the clocks of the account: '2026-11-01 10:00'.")
    .action((named: string, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const at = momentOf(options.at, account)
        const contact = at ? await contactAt(core, caller, named, at) : await findNamedContact(core, caller, named)
        // The groups of a contact have a history of their own.
        const groups = at ? null : await findGroupsOfContact(core, caller, contact)
        return {
          text: fieldLines([
            ['contact', `${contact.id}  ${contact.hexId}`],
            ...fieldsOfContact(contact),
            ['groups', (groups ?? []).map(({ id, name }) => `${id} ${name}`).join(', ')],
            ['created', isoTime(contact.createdAt)],
            ['changed', isoTime(contact.updatedAt)],
          ]),
          json: { ...showContact(contact, groups), ...(at && { at: isoTime(at) }) },
        }
      }),
    )
}
