import type { Core } from '../core/core.ts'
import type { BookEvent } from '../core/event/event.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import { serverItself } from '../core/permission/callers.ts'
import { refreshTrunks } from '../core/trunk/refresh-trunks.ts'
import { hostIn, hostsOf, type Trunk, type TrunkTransport } from '../core/trunk/trunk.ts'
import { isAddress } from '../core/trunk/trunk-facts.ts'
import type { TrunkSeen, TrunkState } from '../core/trunk/trunk-port.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

const lookEveryMs = 1000
/** Milliseconds between two looks for the addresses of a host. */
const resolveEveryMs = 60_000

const server = serverItself('trunks', ['pbx.update'], 'trunks')

export interface TrunkWatchOptions {
  readonly pbx: Pick<Pbx, 'isConnected' | 'trunkRegistrations' | 'renewTrunks'>
  readonly servedAccount: () => Promise<number | undefined>
  /** Whether this process is the one, of all that hear the PBX, that watches. */
  readonly isLeader: () => Promise<boolean>
  /** Whether a host answers OPTIONS. */
  readonly answers: (target: string, transport: TrunkTransport, signal: AbortSignal) => Promise<boolean>
  /** The addresses of a host name. */
  readonly addressesOf: (host: string) => Promise<readonly string[]>
  readonly tell: (event: BookEvent) => void
  readonly onFault: FaultReport
}

/** What the watch knows of a trunk, for as long as its hosts stay. */
interface Known {
  readonly hosts: string
  askedAt: number
  resolvedAt: number
  isAsking: boolean
  /** Undefined until the hosts have been asked for the first time. */
  silent: readonly string[] | undefined
}

/**
 * Watches the trunks of the served account: has the PBX register by those that shall, asks their hosts by OPTIONS, finds the
 * addresses of host names, keeps what it sees in the book, and tells of trunks that can be used, or no more.
 */
export function watchTrunks(core: Core, options: TrunkWatchOptions): Worker {
  const { store, clock } = core
  const { pbx, onFault } = options
  const known = new Map<string, Known>()
  /** The trunks that register, with the time of their last change, as the PBX was told last. */
  let signedIn: ReadonlyMap<string, number> | undefined

  const look = async (signal: AbortSignal): Promise<void> => {
    const accountId = await options.servedAccount()
    if (accountId === undefined || !(await options.isLeader())) return
    await refreshTrunks(core, server, accountId)
    const trunks = await store.trunks.all(accountId)
    const registrations = await registrationsOf(trunks)
    const seen = new Map((await store.trunks.seen(accountId)).map((each) => [each.name, each]))
    for (const name of known.keys()) if (!trunks.some((trunk) => trunk.name === name)) known.delete(name)
    for (const trunk of trunks) {
      const silent = ask(trunk, seen.get(trunk.name)?.silent, signal)
      if (silent) await keep(trunk, seen.get(trunk.name), registrations, silent)
    }
  }

  /** Has the PBX register as the book says, and returns what it says of that; undefined while it is away. */
  const registrationsOf = async (trunks: readonly Trunk[]): Promise<ReadonlyMap<string, string> | undefined> => {
    if (!pbx.isConnected()) {
      signedIn = undefined
      return undefined
    }
    const wanted = trunks.filter(({ registers, active }) => registers && active)
    const present = new Map(wanted.map(({ name, updatedAt }) => [name, updatedAt]))
    const before = signedIn
    const isSame =
      before && before.size === present.size && wanted.every(({ name, updatedAt }) => before.get(name) === updatedAt)
    // The question alone begins those that are new.
    const found = await pbx.trunkRegistrations()
    if (isSame) return found
    const changed = wanted.filter(({ name, updatedAt }) => (before?.get(name) ?? updatedAt) !== updatedAt)
    await pbx.renewTrunks(changed.map(({ name }) => name))
    signedIn = present
    return pbx.trunkRegistrations()
  }

  /** Begins what is due, and returns the hosts that were silent at the last question; undefined before the first. */
  const ask = (
    trunk: Trunk,
    before: readonly string[] | undefined,
    signal: AbortSignal,
  ): readonly string[] | undefined => {
    const hosts = hostsOf(trunk)
    const where = `${trunk.transport} ${hosts}`
    let here = known.get(trunk.name)
    if (here?.hosts !== where) {
      here = {
        hosts: where,
        askedAt: 0,
        resolvedAt: 0,
        isAsking: false,
        silent: before?.filter((host) => hosts.includes(host)),
      }
      known.set(trunk.name, here)
    }
    const now = clock.now()
    if (!trunk.active || trunk.qualify === 0) here.silent = []
    else if (!here.isAsking && now - here.askedAt >= trunk.qualify * 1000) {
      Object.assign(here, { askedAt: now, isAsking: true })
      void askHosts(here, hosts, trunk.transport, signal)
    }
    if (now - here.resolvedAt >= resolveEveryMs) {
      here.resolvedAt = now
      resolve(trunk, hosts.map(hostIn)).catch(onFault)
    }
    return here.silent
  }

  const askHosts = async (
    here: Known,
    hosts: readonly string[],
    transport: TrunkTransport,
    signal: AbortSignal,
  ): Promise<void> => {
    const answers = await Promise.all(
      hosts.map((target) => options.answers(target, transport, signal).catch(() => false)),
    )
    here.isAsking = false
    if (!signal.aborted) here.silent = hosts.filter((_, index) => !answers[index])
  }

  const resolve = async (trunk: Trunk, hosts: readonly string[]): Promise<void> => {
    if (hosts.every(isAddress)) return
    // A name that is not found now keeps the addresses of all hosts as they were.
    const found = await Promise.all(hosts.map(async (host) => (isAddress(host) ? [host] : options.addressesOf(host))))
    await store.trunkStates.resolved(trunk, [...new Set(found.flat())].sort())
  }

  const keep = async (
    trunk: Trunk,
    before: TrunkSeen | undefined,
    registrations: ReadonlyMap<string, string> | undefined,
    silent: readonly string[],
  ): Promise<void> => {
    const registration = trunk.registers && trunk.active ? (registrations?.get(trunk.name) ?? 'Unregistered') : ''
    const state = stateOf(trunk, registration, silent)
    if (before?.state === state && before.registration === registration && before.silent.join() === silent.join())
      return
    const changedAt = before?.state === state ? before.changedAt : clock.now()
    await store.trunkStates.put(trunk.accountId, { name: trunk.name, state, registration, changedAt, silent })
    if (before?.state === state) return
    options.tell({ kind: 'trunk-state', extension: '', trunk: trunk.name, state, at: changedAt })
  }

  return startWorker(look, lookEveryMs, onFault)
}

function stateOf(trunk: Trunk, registration: string, silent: readonly string[]): TrunkState {
  if (!trunk.active) return 'deactivate'
  const hosts = hostsOf(trunk)
  const isThere = hosts.some((host) => !silent.includes(host)) && (!trunk.registers || registration === 'Registered')
  return isThere ? 'ok' : 'unavailable'
}
