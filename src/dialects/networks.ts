import { BlockList, isIPv6 } from 'node:net'
import type { Core } from '../core/core.ts'
import { findNetworks } from '../core/network/find-networks.ts'
import { serverItself } from '../core/permission/callers.ts'

const blockLists = new WeakMap<Core, { readonly key: string; readonly list: BlockList }>()

/** Whether an address may call: it is in one of the networks that may, or there are none. */
export async function isInNetworks(core: Core, dialect: string, address: string): Promise<boolean> {
  // Nobody has signed in yet: the server looks by itself.
  const networks = await findNetworks(core, serverItself('sign-in', ['network.find'], dialect))
  if (networks.length === 0) return true
  const key = networks.join()
  let known = blockLists.get(core)
  if (known?.key !== key) {
    known = { key, list: listOf(networks) }
    blockLists.set(core, known)
  }
  return known.list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    list.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return list
}
