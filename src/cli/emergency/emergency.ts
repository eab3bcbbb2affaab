import type { Command } from 'commander'
import { findEmergencyNumbers } from '../../core/emergency/find-emergency-numbers.ts'
import { setEmergencyNumber } from '../../core/emergency/set-emergency-number.ts'
import { pattern } from '../../core/reader.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { argument } from '../trunk/trunk-arguments.ts'

interface Options extends CommonOptions {
  readonly account?: string
}

const readShortNumber = argument(pattern(/^[0-9]{2,15}$/, '2 to 15 digits'))

/** `dialbook emergency …` */
export function addEmergencyCommands(program: Command, edge: Edge): void {
  const emergency = program
    .command('emergency')
    .description(
      'Numbers that always go out by a trunk, before any extension, limit or rule: those of the country, and your own.',
    )
  addCommand(emergency, 'list', 'Lists the emergency numbers.')
    .option(...accountOption)
    .action((options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const numbers = await findEmergencyNumbers(book.core, caller)
        const text = numbers.length === 0 ? 'none: the account has no country' : numbers.join('\n')
        return { text, json: { account: account.name, numbers } }
      }),
    )
  for (const [verb, isEmergency, help, done] of [
    ['add', true, 'Makes a number an emergency number.', 'always goes out'],
    ['remove', false, 'Makes a number an ordinary one, also one of the country.', 'is an ordinary number'],
  ] as const) {
    addCommand(emergency, verb, help)
      .argument('<number>', 'as it is dialled', readShortNumber)
      .option(...accountOption)
      .action((number: string, options: Options) =>
        actOnBook(edge, options, async (book) => {
          const { account, caller } = await chooseCaller(book, options.account)
          await setEmergencyNumber(book.core, caller, number, isEmergency)
          return { text: `${number} ${done}`, json: { account: account.name, number, isEmergency } }
        }),
      )
  }
}
