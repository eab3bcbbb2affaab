import { BlockList, isIPv6 } from 'node:net'
import type { Core } from '../core/core.ts'
import { findNetworks } from '../core/network/find-networks.ts'
import { serverItself } from '../core/permission/callers.ts'

/** The networks that may call, as they were at a mark of the book; undefined where everybody may. */
interface Known {
  readonly mark: object
  readonly list: BlockList | undefined
}

const known = new WeakMap<Core, Known>()

/** Whether an address may call: it is in one of the networks that may, or there are none. */
export async function isInNetworks(core: Core, dialect: string, address: string): Promise<boolean> {
  const mark = core.store.accessMark()
  let networks = known.get(core)
  if (networks?.mark !== mark) {
    // Nobody has signed in yet: the server looks by itself.
    networks = { mark, list: listOf(await findNetworks(core, serverItself('sign-in', ['network.find'], dialect))) }
    known.set(core, networks)
  }
  return networks.list?.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') ?? true
}

function listOf(networks: readonly string[]): BlockList | undefined {
  if (networks.length === 0) return undefined
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    list.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return list
}
