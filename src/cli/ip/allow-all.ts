import type { Command } from 'commander'
import { allowAllNetworks } from '../../core/network/allow-all-networks.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

/** `dialbook ip allow-all` */
export function addIpAllowAll(parent: Command, edge: Edge): void {
  addCommand(parent, 'allow-all', 'Lets everybody call: empties the list.').action((options: CommonOptions) =>
    actOnBook(edge, options, async ({ core, owner }) => {
      const removed = await allowAllNetworks(core, owner)
      return { text: 'everybody may call', json: { removed, networks: [] } }
    }),
  )
}
