import type { Command } from 'commander'
import { findSeenTrunks, findTrunks } from '../../core/trunk/find-trunks.ts'
import { hostsOf } from '../../core/trunk/trunk.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'
import { showTrunk } from './show-trunk.ts'

const columns = [
  { title: 'NAME', givesWay: true },
  { title: 'HOSTS', givesWay: true },
  'USERNAME',
  'PASSWORD',
  'STATE',
  'REGISTRATION',
  { title: 'NUMBERS', givesWay: true },
  'CALLER ID',
  'FORM',
  'DEFAULT',
  'PRIVACY',
] as const

interface Options extends CommonOptions {
  readonly account?: string
}

/** `dialbook trunk list` */
export function addTrunkList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the trunks in the order in which calls go out, and what was last seen of them.')
    .option(...accountOption)
    .action((options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const seen = new Map((await findSeenTrunks(core, caller)).map((each) => [each.name, each]))
        const trunks = (await findTrunks(core, caller)).map((trunk) => showTrunk(trunk, seen.get(trunk.name)))
        const rows = trunks.map((trunk) => [
          ...[trunk.name, hostsOf(trunk).join(' ') || '-', trunk.username ?? '-', trunk.hasPassword ? 'set' : '-'],
          ...[trunk.active ? trunk.state : 'not active', trunk.registers ? trunk.registration || 'not yet' : '-'],
          ...[
            numbersOf(trunk),
            trunk.callerId,
            trunk.numberForm,
            trunk.defaultNumber ?? '-',
            trunk.privacyPrefix ?? '-',
          ],
        ])
        const text = trunks.length === 0 ? 'no call goes out: there is no trunk' : table(columns, rows, edge.outWidth)
        return { text, json: { account: account.name, trunks } }
      }),
    )
}

/** What a trunk does with numbers: `021 -1 +0098` for one that takes those with 021, and puts 0098 in place of the 0. */
function numbersOf({ only, strip, added }: { only: readonly string[]; strip: number; added: string }): string {
  const parts = [...only, ...(strip > 0 ? [`-${strip}`] : []), ...(added === '' ? [] : [`+${added}`])]
  return parts.join(' ') || 'all'
}
