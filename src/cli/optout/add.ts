import { type Command, Option } from 'commander'
import { addOptOut } from '../../core/opt-out/add-opt-out.ts'
import { readAddress } from '../../core/opt-out/addresses.ts'
import { type ClosedChannel, closedChannels, unsubscribeReasons } from '../../core/opt-out/opt-out.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { describeOptOut, showOptOut } from './show-opt-out.ts'

/** The options by which an opt-out is described. */
export interface ClosingOptions extends CommonOptions {
  readonly account?: string
  readonly channel: ClosedChannel
  readonly reason?: string
  readonly code?: string
}

/** `dialbook optout add NUMBER` */
export function addOptoutAdd(parent: Command, edge: Edge): void {
  withClosing(
    addCommand(
      parent,
      'add',
      'Closes a number for a channel, or for all. Only `optout remove --consent` lifts it.',
    ).argument('<number>', 'a number in any spelling, or an e-mail address'),
  ).action((given: string, options: ClosingOptions) =>
    actOnBook(edge, options, async (book) => {
      const { caller } = await chooseCaller(book, options.account)
      const optOut = await addOptOut(book.core, caller, { ...readAddress(given), ...closingOf(options) })
      return { text: `closed: ${describeOptOut(optOut)}`, json: showOptOut(optOut) }
    }),
  )
}

/** Adds the options that describe an opt-out. */
export function withClosing(command: Command): Command {
  const codes = Object.entries(unsubscribeReasons)
  return command
    .addOption(new Option('--channel <channel>', 'What it closes.').choices(closedChannels).default('all'))
    .option('--reason <text>', 'Why, for people.')
    .addOption(
      new Option(
        '--code <number>',
        `The reason that the person chose: ${codes.map(([code, text]) => `${code} ${text}`).join(', ')}.`,
      ).choices(codes.map(([code]) => code)),
    )
    .option(...accountOption)
}

/** The options as the use case takes them. */
export function closingOf({ channel, reason, code }: ClosingOptions) {
  return {
    channel,
    ...(reason !== undefined && { reason }),
    ...(code !== undefined && { unsubscribeReason: Number(code) }),
  }
}
