import type { Command } from 'commander'
import { timeZoneOf } from '../../core/account/time-zone-of.ts'
import { updateAccount } from '../../core/account/update-account.ts'
import { Refusal } from '../../core/errors.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readTimeZone } from '../read-time-zone.ts'
import { harmless } from '../table.ts'
import { showAccount } from './show-account.ts'

interface SetOptions extends CommonOptions {
  readonly country?: string
  readonly timeZone?: string
}

const none = 'none'

/** `dialbook account set NAME --country IR --time-zone Asia/Tehran` */
export function addAccountSet(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'set',
    'Sets the country of an account: 0912…, +98912… and 0098912… are one number where it is IR. No number is rewritten. And its time zone.',
  )
    .argument('<name>', 'a name of `account list`')
    .option('--country <code>', `Two letters of ISO 3166-1, as IR; ${none} compares numbers as they are.`)
    .option(
      '--time-zone <zone>',
      `The zone of new schedules, as Asia/Tehran; ${none} takes that of the country.`,
      readZone,
    )
    .action((name: string, options: SetOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const { country, timeZone } = options
        if (country === undefined && timeZone === undefined) {
          throw new Refusal('missing_value', 'say what to set: --country or --time-zone', 'country')
        }
        const account = await updateAccount(core, owner, name, {
          ...(country !== undefined && { country: country.toLowerCase() === none ? null : country }),
          ...(timeZone !== undefined && { timeZone: timeZone === none ? null : timeZone }),
        })
        const zone = timeZoneOf(account)
        const of = account.country === null ? 'no country' : `the country ${account.country}`
        const its = zone === undefined ? 'no time zone, since that country has several' : `the time zone ${zone}`
        return { text: `account '${harmless(account.name)}' has ${of} now, and ${its}`, json: showAccount(account) }
      }),
    )
}

function readZone(text: string): string {
  return text.toLowerCase() === none ? none : readTimeZone(text)
}
