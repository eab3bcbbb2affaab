import type { Command } from 'commander'
import { findTrunks } from '../../core/trunk/find-trunks.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'
import { showTrunk } from './show-trunk.ts'

const columns = [
  { title: 'NAME', givesWay: true },
  { title: 'HOST', givesWay: true },
  'PORT',
  'USERNAME',
  'PASSWORD',
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
  addCommand(parent, 'list', 'Lists the trunks. Calls go out by the first.')
    .option(...accountOption)
    .action((options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const trunks = (await findTrunks(core, caller)).map(showTrunk)
        const rows = trunks.map(({ name, host, port, username, hasPassword, ...shown }) => [
          ...[name, host, String(port), username ?? '-', hasPassword ? 'set' : '-', shown.callerId, shown.numberForm],
          ...[shown.defaultNumber ?? '-', shown.privacyPrefix ?? '-'],
        ])
        const text = trunks.length === 0 ? 'no call goes out: there is no trunk' : table(columns, rows, edge.outWidth)
        return { text, json: { account: account.name, trunks } }
      }),
    )
}
