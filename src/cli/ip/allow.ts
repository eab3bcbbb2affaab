import type { Command } from 'commander'
import { allowNetwork } from '../../core/network/allow-network.ts'
import { findNetworks } from '../../core/network/find-networks.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { canonicalCidr } from './cidr.ts'

/** `dialbook ip allow CIDR` */
export function addIpAllow(parent: Command, edge: Edge): void {
  addCommand(parent, 'allow', 'Lets a network call. From the first one on, nobody else may.')
    .argument('<cidr>', 'an address or a network', canonicalCidr)
    .action((cidr: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        await allowNetwork(core, owner, cidr)
        const networks = await findNetworks(core, owner)
        const others = networks.length === 1 ? '; nobody else may' : ''
        return { text: `${cidr} may call${others}`, json: { allowed: cidr, networks } }
      }),
    )
}
