const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const ipv4 = new RegExp(`^(?:${octet}\\.){3}${octet}$`)

/** Whether a text is an address of IPv4 in four decimal numbers, none of them with a leading zero. */
export function isIpv4(text: string): boolean {
  return ipv4.test(text)
}

/**
 * Whether a text is an address of IPv6 (RFC 4291 §2.2): eight groups, of which `::` stands for some, and the last two may
 * be an address of IPv4. An address with a zone, as `fe80::1%eth0`, is none: it means nothing on another machine.
 */
export function isIpv6(text: string): boolean {
  if (text.length > 45) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (groups.length === 0) return text === '::'
  // Only the end of the whole text may be an address of IPv4.
  const tail = groups.at(-1) as string
  const hasTail = tail.includes('.') && halves.at(-1) !== '' && isIpv4(tail)
  const plain = hasTail ? groups.slice(0, -1) : groups
  if (!plain.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false
  const length = plain.length + (hasTail ? 2 : 0)
  return halves.length === 2 ? length <= 7 : length === 8
}
