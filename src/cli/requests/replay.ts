import type { Command } from 'commander'
import { loadReplayer } from '../../app.ts'
import { replayRequest } from '../../core/request-log/replay-request.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'

interface ReplayOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook requests replay ID` */
export function addRequestsReplay(parent: Command, edge: Edge): void {
  addCommand(parent, 'replay', 'Sends a request once more, as its key, while its body is kept.')
    .argument('<id>', 'its id, or the beginning of it')
    .option(...accountOption)
    .action((id: string, options: ReplayOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const open = await loadReplayer()
        const { replayer, close } = open(core, settingsOf(edge, options).settings)
        try {
          const answer = await replayRequest(core, caller, id, replayer)
          return { text: `answered with ${answer.status}`, json: { replayed: id, ...answer } }
        } finally {
          await close()
        }
      }),
    )
}
