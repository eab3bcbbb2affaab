import type { Command } from 'commander'
import { findBlocks } from '../../core/block/find-blocks.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime, table } from '../table.ts'

const columns = [{ title: 'ADDRESS', givesWay: true }, 'DIALECT', 'SINCE', 'UNTIL'] as const

/** `dialbook block list` */
export function addBlockList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the addresses and names that are blocked or slowed now.').action(
    (options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const blocks = (await findBlocks(core, owner)).map(({ address, dialect, createdAt, until }) => ({
          address,
          dialect,
          since: isoTime(createdAt),
          until: isoTime(until),
        }))
        const rows = blocks.map(({ address, dialect, since, until }) => [address, dialect, since, until])
        return {
          text: blocks.length === 0 ? 'no address is blocked' : table(columns, rows, edge.outWidth),
          json: { blocks },
        }
      }),
  )
}
