import { addBlock } from '../core/block/add-block.ts'
import { BadSignIns } from '../core/block/bad-sign-ins.ts'
import type { BlockRule } from '../core/block/block.ts'
import type { Core } from '../core/core.ts'
import { serverItself } from '../core/permission/callers.ts'
import type { FaultReport } from './worker.ts'

/** The name under which the book keeps the addresses that the PBX does not answer. */
const sip = 'sip'

const server = serverItself('SIP sign-in', ['block.add'], sip)

export interface BlockOptions {
  readonly rule: BlockRule
  /** Whether this process is the one, of all that hear the PBX, that blocks. */
  readonly isLeader: () => Promise<boolean>
  readonly onFault: FaultReport
}

/** Blocks an address from which too many bad sign-ins come. The PBX reads the block with the next message from there. */
export function blockSipClients(core: Core, { rule, isLeader, onFault }: BlockOptions): (address: string) => void {
  const badSignIns = new BadSignIns(rule)
  const block = async (address: string): Promise<void> => {
    if (await isLeader()) await addBlock(core, server, sip, address, rule.lasts)
  }
  return (address) => {
    if (badSignIns.isTooMany(address, core.clock.now())) block(address).catch(onFault)
  }
}
