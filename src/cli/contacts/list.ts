import type { Command } from 'commander'
import { contactsAtMost, findContactPage, searchContacts } from '../../core/contact/find-contact-page.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, pageHint, table } from '../table.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly search?: string
  readonly limit: number
  readonly after?: number
}

const usualLimit = 100

const columns: readonly Column[] = [
  ...(['ID', 'HEX ID', 'NUMBER', { title: 'NAME', givesWay: true }, { title: 'EMAIL', givesWay: true }] as const),
  { title: 'DESCRIPTION', givesWay: true },
]

/** `dialbook contacts list` */
export function addContactsList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the contacts of an account, in the order in which they were added.')
    .option(...accountOption)
    .option('--search <text>', 'Only contacts with the text in their names, addresses or numbers, whatever its case.')
    .option('--limit <count>', `How many contacts to list, at most ${contactsAtMost}.`, positiveInteger, usualLimit)
    .option('--after <id>', 'Only contacts with a greater id, as the end of the last answer names it.', positiveInteger)
    .action((options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const { search, limit, after = 0 } = options
        const matches = search === undefined ? [{}] : await searchContacts(core, caller, search)
        const page = await findContactPage(core, caller, matches, { limit, after })
        const contacts = page.contacts.map(({ id, hexId, number, name, email, description }) => ({
          ...{ id, hexId, number, name, email, description },
        }))
        const rows = contacts.map(({ id, hexId, number, name, email, description }) => [
          ...[String(id), hexId, number, name, email ?? '', description],
        ])
        const none = search === undefined && after === 0 ? 'there are no contacts' : 'there is no such contact'
        const text = rows.length === 0 ? none : table(columns, rows, edge.outWidth)
        return { text: text + pageHint(page.next), json: { contacts, next: page.next } }
      }),
    )
}
