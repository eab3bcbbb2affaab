import type { Command } from 'commander'
import { findNetworks } from '../../core/network/find-networks.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

/** `dialbook ip list` */
export function addIpList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the networks that may call.').action((options: CommonOptions) =>
    actOnBook(edge, options, async ({ core, owner }) => {
      const networks = await findNetworks(core, owner)
      return { text: networks.length === 0 ? 'everybody may call' : networks.join('\n'), json: { networks } }
    }),
  )
}
