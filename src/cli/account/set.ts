import type { Command } from 'commander'
import { setAccountCountry } from '../../core/account/set-account-country.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { showAccount } from './show-account.ts'

interface SetOptions extends CommonOptions {
  readonly country: string
}

const noCountry = 'none'

/** `dialbook account set NAME --country IR` */
export function addAccountSet(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'set',
    'Sets the country of an account: 0912…, +98912… and 0098912… are one number where it is IR. No number is rewritten.',
  )
    .argument('<name>', 'a name of `account list`')
    .requiredOption('--country <code>', `Two letters of ISO 3166-1, as IR; ${noCountry} compares numbers as they are.`)
    .action((name: string, options: SetOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const wanted = options.country.toLowerCase() === noCountry ? null : options.country
        const account = await setAccountCountry(core, owner, name, wanted)
        const country = account.country === null ? 'no country' : `the country ${account.country}`
        return { text: `account '${harmless(account.name)}' has ${country} now`, json: showAccount(account) }
      }),
    )
}
