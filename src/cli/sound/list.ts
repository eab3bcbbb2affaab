import type { Command } from 'commander'
import { findSounds } from '../../core/sound/find-sounds.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'
import { showSound } from './add.ts'

const columns = ['ID', 'LIST', { title: 'NAME', givesWay: true }, { title: 'DESCRIPTION', givesWay: true }] as const

/** `dialbook sound list` */
export function addSoundList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the announcements, in the order in which they were added.')
    .option(...accountOption)
    .action((options: CommonOptions & { readonly account?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const sounds = await findSounds(book.core, caller, {})
        const rows = sounds.map(({ id, list, name, description }) => [String(id), list, name, description])
        const text = rows.length === 0 ? 'there is no announcement' : table(columns, rows, edge.outWidth)
        return { text, json: { account: account.name, sounds: sounds.map(showSound) } }
      }),
    )
}
