import { isIP } from 'node:net'
import { type Command, InvalidArgumentError } from 'commander'
import { liftBlock } from '../../core/block/lift-block.ts'
import { nameKinds } from '../../core/sign-in/subject.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

/** `dialbook block lift ADDRESS` */
export function addBlockLift(parent: Command, edge: Edge): void {
  addCommand(parent, 'lift', 'Answers a blocked address or name again as before, from its next request on.')
    .argument('<address>', 'an address of `block list`', readAddress)
    .action((address: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const blocks = await liftBlock(core, owner, address)
        return { text: `${address} is answered again`, json: { lifted: address, blocks: blocks.length } }
      }),
    )
}

function readAddress(text: string): string {
  const address = text.trim()
  const isName = nameKinds.some((kind) => address.startsWith(`${kind}:`))
  // At the PBX an extension may be blocked at an address: 530@192.0.2.1.
  const place = address.replace(/^\d+@/, '').replace(/\/64$/, '')
  if (isIP(place) === 0 && !isName) {
    throw new InvalidArgumentError(
      'It must be an IP address, or a name as `block list` shows it: user:acme, 530@192.0.2.1.',
    )
  }
  return address
}
