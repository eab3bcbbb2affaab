import { isIP } from 'node:net'
import { type Command, InvalidArgumentError } from 'commander'
import { liftBlock } from '../../core/block/lift-block.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

/** `dialbook block lift IP` */
export function addBlockLift(parent: Command, edge: Edge): void {
  addCommand(parent, 'lift', 'Answers a blocked address again, from its next request on.')
    .argument('<ip>', 'an address of `block list`', readAddress)
    .action((address: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const blocks = await liftBlock(core, owner, address)
        return { text: `${address} is answered again`, json: { lifted: address, blocks: blocks.length } }
      }),
    )
}

function readAddress(text: string): string {
  if (isIP(text.trim()) === 0) throw new InvalidArgumentError('It must be an IP address.')
  return text.trim()
}
