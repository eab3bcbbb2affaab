import { addBlock } from '../core/block/add-block.ts'
import { BadSignIns } from '../core/block/bad-sign-ins.ts'
import type { BlockRule } from '../core/block/block.ts'
import type { Core } from '../core/core.ts'
import { serverItself } from '../core/permission/callers.ts'
import type { FaultReport } from './worker.ts'

/** The name under which blocks of the PBX stand in the book, as those of a dialect stand under its name. */
const sip = 'sip'

const server = serverItself('SIP sign-in', ['block.add'], sip)

export interface BlockOptions {
  readonly rule: BlockRule
  /** Whether this process is the one, of all that hear the PBX, that blocks. */
  readonly isLeader: () => Promise<boolean>
  readonly onFault: FaultReport
}

/** Blocks an address with too many bad sign-ins. The PBX reads the block with the next message from that address. */
export function blockSipClients(core: Core, { rule, isLeader, onFault }: BlockOptions): (address: string) => void {
  const badSignIns = new BadSignIns(rule)
  const block = async (address: string): Promise<void> => {
    if (!(await isLeader())) return
    const now = core.clock.now()
    await addBlock(core, server, { dialect: sip, address, createdAt: now, until: now + rule.lasts })
  }
  return (address) => {
    if (badSignIns.isTooMany(address, core.clock.now())) block(address).catch(onFault)
  }
}
