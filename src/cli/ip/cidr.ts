import { isIPv4, isIPv6 } from 'node:net'
import { InvalidArgumentError } from 'commander'

/**
 * Reads an address or a network into its one spelling: `10.1.2.3/8` is `10.0.0.0/8`, and `2001:DB8:0::1` is
 * `2001:db8::1/128`.
 */
export function canonicalCidr(text: string): string {
  const [address = '', prefix, ...rest] = text.trim().split('/')
  const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : 0
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
  if (bits === 0 || rest.length > 0 || length < 0 || length > bits) {
    throw new InvalidArgumentError(
      'It must be an address or a network, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32.',
    )
  }
  const network = groupsOf(address, bits).map((group, index, { length: count }) => {
    const kept = Math.min(Math.max(length - (bits / count) * index, 0), bits / count)
    return group & ~((1 << (bits / count - kept)) - 1)
  })
  return `${bits === 32 ? network.join('.') : writtenV6(network)}/${length}`
}

/** The four bytes of an IPv4 address, or the eight groups of 16 bits of an IPv6 address. */
function groupsOf(address: string, bits: number): number[] {
  if (bits === 32) return address.split('.').map(Number)
  const [head = '', tail] = shortV6(address).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16))
}

function writtenV6(groups: readonly number[]): string {
  return shortV6(groups.map((group) => group.toString(16)).join(':'))
}

/** The shortest spelling, all hexadecimal, as the URL standard writes it. */
function shortV6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}
