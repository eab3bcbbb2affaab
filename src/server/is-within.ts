import { BlockList, isIPv6 } from 'node:net'

/** Whether an address is in one of the networks, which are CIDR. */
export function isWithin(networks: readonly string[], address: string): boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [first = '', prefix] = network.split('/')
    list.addSubnet(first, Number(prefix), isIPv6(first) ? 'ipv6' : 'ipv4')
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
