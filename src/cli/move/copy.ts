import type { Command } from 'commander'
import { loadMoves } from '../../app.ts'
import { addCommand, type CommonOptions, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'
import { move } from './move.ts'

interface CopyOptions extends CommonOptions {
  readonly from: string
  readonly to: string
}

/** `dialbook copy --from PLACE --to PLACE` */
export function addCopy(program: Command, edge: Edge): void {
  addCommand(program, 'copy', 'Copies a book to an empty folder or database. Run again, it goes on where it ended.', [
    'data',
  ])
    .requiredOption(
      '--from <place>',
      'The book: its folder, or postgres://… The key of a database is looked for in --data.',
    )
    .requiredOption('--to <place>', 'The place of the copy: a folder, or postgres://…')
    .action((options: CopyOptions) =>
      move(
        edge,
        options,
        async (mover) =>
          (await loadMoves()).copyBook(settingsOf(edge, options).settings, options.from, options.to, mover),
        ({ from, to, keyFile }) =>
          `the book in ${from} is in ${to} too, and equal as of the moment the copy began; ` +
          `its servers need ${keyFile ?? "secret.key of that book's servers"} in their --data`,
      ),
    )
}
