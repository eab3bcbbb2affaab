import { BlockList, isIPv6 } from 'node:net'

/**
 * Networks that do not belong to the internet: one's own machine, one's own network, and the reserved ones (RFC 6890).
 * The IPv6 networks whose addresses hold an IPv4 address are listed too, for a router on the way may turn the one into
 * the other: `64:ff9b::7f00:1` holds 127.0.0.1.
 */
const networks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

const list = new BlockList()
for (const network of networks) {
  const [address = '', prefix] = network.split('/')
  list.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Whether an IP address is private, loopback or otherwise not of the internet, also as `::ffff:10.0.0.1`. */
export function isPrivate(address: string): boolean {
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
