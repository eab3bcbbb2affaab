import type { Command } from 'commander'
import { resetPerson } from '../../core/person/reset-person.ts'
import { actOnBook, addCommand, type CommonOptions, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'
import { urlOption } from './add.ts'
import { inviting, pageAt } from './show-person.ts'

/** `dialbook person reset NAME` */
export function addPersonReset(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'reset',
    'Forgets the password of a person, ends all sessions, and prints a link by which a new password is chosen.',
    ['data', 'database.url', 'host', 'port'],
  )
    .argument('<name>')
    .option(...urlOption)
    .action((name: string, options: CommonOptions & { readonly url?: string }) =>
      actOnBook(edge, options, async ({ core, owner }) =>
        inviting(await resetPerson(core, owner, name), options.url ?? pageAt(settingsOf(edge, options).settings)),
      ),
    )
}
