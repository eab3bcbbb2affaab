import type { Command } from 'commander'
import { allowSipNetwork } from '../../core/sip-network/allow-sip-network.ts'
import { findSipNetworks } from '../../core/sip-network/find-sip-networks.ts'
import { removeSipNetwork } from '../../core/sip-network/remove-sip-network.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { canonicalCidr } from '../ip/cidr.ts'

/** `dialbook sip …` */
export function addSipCommands(program: Command, edge: Edge): void {
  const sip = program
    .command('sip')
    .description('The networks from which phones are never blocked, however many bad sign-ins come from there.')
  addCommand(sip, 'allow', 'Has a network never blocked.')
    .argument('<cidr>', 'an address or a network', canonicalCidr)
    .action((cidr: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        await allowSipNetwork(core, owner, cidr)
        const networks = await findSipNetworks(core, owner)
        return {
          text: `${cidr} is never blocked; a block that holds now ends by \`block lift\``,
          json: { allowed: cidr, networks },
        }
      }),
    )
  addCommand(sip, 'list', 'Lists the networks that are never blocked.').action((options: CommonOptions) =>
    actOnBook(edge, options, async ({ core, owner }) => {
      const networks = await findSipNetworks(core, owner)
      return { text: networks.length === 0 ? 'any address may be blocked' : networks.join('\n'), json: { networks } }
    }),
  )
  addCommand(sip, 'remove', 'Has a network blocked again like any other.')
    .argument('<cidr>', 'an address or a network of `sip list`', canonicalCidr)
    .action((cidr: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        await removeSipNetwork(core, owner, cidr)
        return {
          text: `${cidr} is off the list`,
          json: { removed: cidr, networks: await findSipNetworks(core, owner) },
        }
      }),
    )
}
