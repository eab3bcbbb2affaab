import { addBlock } from '../core/block/add-block.ts'
import { BadSignIns } from '../core/block/bad-sign-ins.ts'
import type { BlockRule } from '../core/block/block.ts'
import type { Core } from '../core/core.ts'
import { NewestMap } from '../core/newest-map.ts'
import { serverItself } from '../core/permission/callers.ts'
import { findSipNetworks } from '../core/sip-network/find-sip-networks.ts'
import type { FaultReport } from './worker.ts'

/** The name under which blocks of the PBX stand in the book, as those of a dialect stand under its name. */
const sip = 'sip'

const server = serverItself('SIP sign-in', ['block.add', 'network.find'], sip)

/** An address may have so many times as many bad sign-ins as one extension there, before all of it is blocked. */
const wholeAddressFactor = 10

/** Milliseconds for which a phone that has signed in counts as one whose secret was right until lately. */
const latelyMs = 3_600_000

/** Milliseconds in which a block is written and told of once, however many bad sign-ins go on to come. */
const quietMs = 60_000

/** The most phones, and addresses, that are remembered. */
const rememberedAtMost = 50_000

export interface BlockOptions {
  readonly rule: BlockRule
  /** Whether this process is the one, of all that hear the PBX, that blocks. */
  readonly isLeader: () => Promise<boolean>
  /** Whether an address is in one of the networks. */
  readonly isWithin: (networks: readonly string[], address: string) => boolean
  readonly onBlock: (subject: string, until: number) => void
  readonly onFault: FaultReport
}

/** What the PBX tells of sign-ins. The number is undefined where no extension has the one that was given. */
export interface SipSignIns {
  onBad(address: string, number: string | undefined): void
  onRight(address: string, number: string): void
}

/**
 * Blocks too many bad sign-ins: of an extension at an address both together, so that the others there go on; of numbers that no
 * extension has, or of very many extensions, the whole address but the phones there that have signed in lately. A phone whose secret
 * was right until lately has some tries that do not count. The PBX reads a block with the next message.
 */
export function blockSipClients(core: Core, options: BlockOptions): SipSignIns {
  const { rule, isLeader, isWithin, onBlock, onFault } = options
  const ofPhones = new BadSignIns(rule)
  const ofStrangers = new BadSignIns(rule)
  const ofAddresses = new BadSignIns({ ...rule, attempts: rule.attempts * wholeAddressFactor })
  const right = new NewestMap<{ readonly at: number; readonly forgiven: number }>(rememberedAtMost)
  const told = new NewestMap<number>(rememberedAtMost)

  const block = async (subject: string, address: string): Promise<void> => {
    const now = core.clock.now()
    if ((told.get(subject) ?? 0) > now - quietMs) return
    if (!(await isLeader()) || isWithin(await findSipNetworks(core, server), address)) return
    told.set(subject, now)
    const until = now + rule.lasts
    await addBlock(core, server, {
      ...{ dialect: sip, address: subject, createdAt: now, until },
      spares: subject === address ? phonesAt(address, now) : [],
    })
    onBlock(subject, until)
  }
  const phonesAt = (address: string, now: number): string[] =>
    [...right.entries()].flatMap(([phone, { at }]) =>
      phone.endsWith(`@${address}`) && at > now - latelyMs ? [phone.slice(0, -address.length - 1)] : [],
    )
  /** Whether this try does not count: the phone has signed in lately, and has not had its tries yet. */
  const isForgiven = (phone: string, now: number): boolean => {
    const known = right.get(phone)
    if (!known || known.at <= now - latelyMs || known.forgiven >= rule.attempts) return false
    right.set(phone, { at: known.at, forgiven: known.forgiven + 1 })
    return true
  }

  return {
    onRight: (address, number) => right.set(`${number}@${address}`, { at: core.clock.now(), forgiven: 0 }),
    onBad(address, number) {
      const now = core.clock.now()
      if (number === undefined) {
        if (ofStrangers.isTooMany(address, now)) block(address, address).catch(onFault)
        return
      }
      const phone = `${number}@${address}`
      if (isForgiven(phone, now)) return
      if (ofPhones.isTooMany(phone, now)) block(phone, address).catch(onFault)
      if (ofAddresses.isTooMany(address, now)) block(address, address).catch(onFault)
    },
  }
}
