import { type Command, Option } from 'commander'
import type { Role } from '../../core/permission/role.ts'
import { addPerson } from '../../core/person/add-person.ts'
import { accountOption, chooseAccount } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'
import { inviting, pageAt } from './show-person.ts'

const roles = ['owner', 'administrator', 'reader'] as const satisfies readonly Role[]

interface AddOptions extends CommonOptions {
  readonly role: Role
  readonly account?: string
  readonly url?: string
}

/** The option of commands that print a link. */
export const urlOption = [
  '--url <origin>',
  'The address at which people reach the server, as https://book.example (default: by the host and the port).',
] as const

/** `dialbook person add NAME` */
export function addPersonAdd(parent: Command, edge: Edge): void {
  addCommand(parent, 'add', 'Adds a person, and prints the link by which the person chooses a password.', [
    ...(['data', 'database.url', 'host', 'port'] as const),
  ])
    .argument('<name>', '1 to 64 printable characters, unique without case')
    .addOption(new Option('--role <role>', 'What the person may do.').choices(roles).default('administrator'))
    .option(...accountOption)
    .option(...urlOption)
    .action((name: string, options: AddOptions) =>
      actOnBook(edge, options, async (book) => {
        const { role } = options
        const accountId = role === 'owner' ? null : (await chooseAccount(book, options.account)).id
        const invited = await addPerson(book.core, book.owner, { name, role, accountId })
        return inviting(invited, options.url ?? pageAt(settingsOf(edge, options).settings))
      }),
    )
}
