import { type Command, Option } from 'commander'
import { explainContact } from '../../core/opt-out/explain-contact.ts'
import { type ClosedChannel, closedChannels } from '../../core/opt-out/opt-out.ts'
import { removeOptOuts } from '../../core/opt-out/remove-opt-outs.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { describeOptOut, showOptOut } from './show-opt-out.ts'

interface RemoveOptions extends CommonOptions {
  readonly account?: string
  readonly channel?: ClosedChannel
  readonly consent: string
}

/** `dialbook optout remove NUMBER --consent TEXT` */
export function addOptoutRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Lifts the opt-outs of a number. Its consent is kept in the history.')
    .argument('<number>', 'a number in any spelling, or an e-mail address')
    .requiredOption('--consent <text>', 'Who agreed to be contacted again, when and how.')
    .addOption(
      new Option('--channel <channel>', 'Only the opt-out that closes exactly this (default: each).').choices(
        closedChannels,
      ),
    )
    .option(...accountOption)
    .action((address: string, options: RemoveOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const { channel, consent } = options
        const ref = { address, ...(channel !== undefined && { channel }) }
        const lifted = await removeOptOuts(core, caller, ref, consent)
        const { optOuts: left } = await explainContact(core, caller, address, [])
        return {
          text: [
            ...lifted.map((optOut) => `lifted: ${describeOptOut(optOut)}`),
            ...left.map((optOut) => `still closed: ${describeOptOut(optOut)}`),
          ].join('\n'),
          json: { lifted: lifted.map(showOptOut), left: left.map(showOptOut) },
        }
      }),
    )
}
