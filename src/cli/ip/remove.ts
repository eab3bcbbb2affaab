import type { Command } from 'commander'
import { findNetworks } from '../../core/network/find-networks.ts'
import { removeNetwork } from '../../core/network/remove-network.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { canonicalCidr } from './cidr.ts'

/** `dialbook ip remove CIDR` */
export function addIpRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Takes a network from those that may call.')
    .argument('<cidr>', 'an address or a network of `ip list`', canonicalCidr)
    .action((cidr: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        await removeNetwork(core, owner, cidr)
        const networks = await findNetworks(core, owner)
        const everybody = networks.length === 0 ? '; it was the last one, so everybody may call again' : ''
        return { text: `${cidr} is off the list${everybody}`, json: { removed: cidr, networks } }
      }),
    )
}
