import { BlockList, isIPv6 } from 'node:net'

/** Networks that are nobody's on the internet: one's own machine, one's own network, and what is reserved (RFC 6890). */
const networks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/127',
  '64:ff9b::/96',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]

const list = new BlockList()
for (const network of networks) {
  const [address = '', prefix] = network.split('/')
  list.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Whether an IP address is private, loopback or otherwise not of the internet; also when it is mapped into IPv6. */
export function isPrivate(address: string): boolean {
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
