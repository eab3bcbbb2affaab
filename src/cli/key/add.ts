import type { Command } from 'commander'
import { type Dialect, dialects, type KeyFlags } from '../../app.ts'
import { addCredential } from '../../core/credential/add-credential.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { addKeyFlags } from './flag-values.ts'
import { keyLines } from './key-lines.ts'
import { shortTime } from './short-time.ts'
import { showKey } from './show-key.ts'

interface AddOptions extends CommonOptions {
  readonly account?: string
  readonly requireMatch?: boolean
  readonly sameBodyWithin?: number
}

/** `dialbook key add DIALECT …`: a command for each dialect, with the flags that its keys have. */
export function addKeyAdd(parent: Command, edge: Edge): void {
  const add = parent
    .command('add')
    .description(
      'Makes a credential. User names and secrets that are left out are made up. The key is shown only once.',
    )
  for (const dialect of dialects) addKeyAddFor(dialect, add, edge)
}

function addKeyAddFor(dialect: Dialect, parent: Command, edge: Edge): void {
  const command = addCommand(parent, dialect.name, `Makes a credential for ${dialect.title}.`)
    .option(...accountOption)
    .option('--require-match', 'a write that can be with an If-Match must have one')
    .option(
      '--same-body-within <time>',
      'an equal body on the same route within this time, as 10s, is a retry',
      shortTime,
    )
  const readFlags = addKeyFlags(command, dialect.keyForm.flags, edge)
  command.action((given: AddOptions) =>
    actOnBook(edge, given, async (book) => {
      const { core } = book
      const flags = await readFlags(given as KeyFlags)
      const { account, caller } = await chooseCaller(book, given.account)
      const key = dialect.keyForm.issue(flags, core.ids, account)
      const credential = await addCredential(core, caller, {
        ...key.credential,
        dialect: dialect.name,
        requiresMatch: given.requireMatch ?? false,
        sameBodyWithin: given.sameBodyWithin ?? null,
      })
      return {
        text: [
          `credential ${credential.id} for ${dialect.title}, account '${harmless(account.name)}'. It is shown only once:`,
          ...keyLines(key),
        ].join('\n'),
        json: { ...showKey(credential), account: account.name, key: key.show },
      }
    }),
  )
}
