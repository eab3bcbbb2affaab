import type { Command } from 'commander'
import { backUpBook } from '../../app.ts'
import { addCommand, type CommonOptions, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'
import { move } from './move.ts'

interface BackupOptions extends CommonOptions {
  readonly withKey?: boolean
  readonly force?: boolean
}

/** `dialbook backup FILE [--with-key] [--force]` */
export function addBackup(program: Command, edge: Edge): void {
  addCommand(
    program,
    'backup <file>',
    'Writes the book into a file while servers run. `restore` reads it on any engine.',
  )
    .option('--with-key', 'Put secret.key into the file too. Whoever has the file can then open SIP secrets.')
    .option('--force', 'Replace the file when it is there already.')
    .action((file: string, options: BackupOptions) =>
      move(
        edge,
        options,
        (mover) => {
          const wishes = { withKey: options.withKey ?? false, force: options.force ?? false }
          return backUpBook(settingsOf(edge, options).settings, file, wishes, mover)
        },
        ({ from, to }) =>
          `the book in ${from} is in ${to}${options.withKey ? ', with its key: keep it secret' : '; keep secret.key too, it is not in the file and restore needs it'}`,
      ),
    )
}
