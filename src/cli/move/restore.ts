import type { Command } from 'commander'
import { loadMoves } from '../../app.ts'
import { addCommand, type CommonOptions, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'
import { move } from './move.ts'

/** `dialbook restore FILE` */
export function addRestore(program: Command, edge: Edge): void {
  addCommand(program, 'restore <file>', 'Fills an empty book from a backup, and checks that all of it arrived.').action(
    (file: string, options: CommonOptions) =>
      move(
        edge,
        options,
        async (mover) => (await loadMoves()).restoreBook(settingsOf(edge, options).settings, file, mover),
        ({ from, to, keyFile }) => `the book in ${from} is in ${to}; its servers need ${keyFile} in their --data`,
      ),
  )
}
