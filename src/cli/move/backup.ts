import type { Command } from 'commander'
import { loadMoves } from '../../app.ts'
import { addCommand, type CommonOptions, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'
import { move } from './move.ts'

interface BackupOptions extends CommonOptions {
  readonly withKey?: boolean
  readonly force?: boolean
  readonly skipDamaged?: boolean
}

/** `dialbook backup FILE [--with-key] [--force] [--skip-damaged]` */
export function addBackup(program: Command, edge: Edge): void {
  addCommand(
    program,
    'backup <file>',
    'Writes the book into a file while servers run. `restore` reads it on any engine.',
  )
    .option('--with-key', 'Put secret.key into the file too. Whoever has the file can then open SIP secrets.')
    .option('--force', 'Replace the file when it is there already.')
    .option('--skip-damaged', 'Leave damaged rows out, and name them. What needs them stays damaged in the backup.')
    .action((file: string, options: BackupOptions) =>
      move(
        edge,
        options,
        async (mover) => {
          const { withKey = false, force = false, skipDamaged = false } = options
          return (await loadMoves()).backUpBook(
            settingsOf(edge, options).settings,
            file,
            { withKey, force, skipDamaged },
            mover,
          )
        },
        ({ from, to, leftOut = [] }) =>
          `the book in ${from} is in ${to}${leftOut.length > 0 ? `, without ${leftOut.length} damaged rows` : ''}${options.withKey ? ', with its key: keep it secret' : '; keep secret.key too, it is not in the file and restore needs it'}`,
      ),
    )
}
