import type { Command } from 'commander'
import type { AnyCaller } from '../../core/caller.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import type { CommonOptions, OwnedBook } from '../command.ts'

/** The options that say whose requests are meant. */
export interface WhoseOptions extends CommonOptions {
  readonly account?: string
  readonly unknown?: boolean
}

/** Adds these options. */
export function withWhose(command: Command): Command {
  return command.option(...accountOption).option('--unknown', 'Those whose account nobody knows, as with a wrong key.')
}

/** The caller whose requests are asked for. */
export async function whose(book: OwnedBook, { account, unknown = false }: WhoseOptions): Promise<AnyCaller> {
  return unknown ? book.owner : (await chooseCaller(book, account)).caller
}
