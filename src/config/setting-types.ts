import { isIP } from 'node:net'

/** The type of a setting's value: a rule for people, and the function that reads a value by it. */
export interface SettingType<T> {
  /** The rule in words. It completes the sentence `"x" is not …`: `a whole number from 1 to 60`. */
  readonly rule: string
  /** Reads a value as a flag, a variable or the file has it. Returns undefined for a value that breaks the rule. */
  read(given: unknown): T | undefined
}

/** A text that is not empty. White space around it is cut off. */
export const text: SettingType<string> = {
  rule: 'a text',
  read: (given) => (typeof given === 'string' && given.trim() !== '' ? given.trim() : undefined),
}

/** A host name or an address to listen on. */
export const host: SettingType<string> = {
  rule: 'a host name or an IP address',
  read: (given) =>
    typeof given === 'string' && (isIP(given) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(given))
      ? given
      : undefined,
}

/** A host to listen on that may be left out. */
export const hostOrNone: SettingType<string> = {
  rule: `${host.rule}, or empty`,
  read: (given) => (given === '' ? '' : host.read(given)),
}

/**
 * The parameters that an address may have behind its `?`: they say how TLS is done, and that of several hosts the one
 * that takes writes is wanted. Any other parameter has a setting of its own, or would undo what the store needs.
 */
const postgresParameters = [
  ...['sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation', 'uselibpqcompat'],
  'target_session_attrs',
]

/** The address of a PostgreSQL database; empty for none. */
export const postgresUrl: SettingType<string> = {
  rule:
    'an address such as postgres://user:password@host:5432/database, or with several hosts as host1:5432,host2:5432, with no ' +
    `parameters but ${postgresParameters.join(', ')} (read-write)`,
  read(given) {
    if (given === '') return ''
    const parts = typeof given === 'string' ? /^([^/]*\/\/(?:[^/]*@)?)([^/]*)(.*)$/.exec(given) : null
    const [address = '', before = '', hosts = '', behind = ''] = parts ?? []
    return hosts.split(',').every((host) => isDatabase(`${before}${host}${behind}`)) ? address : undefined
  },
}

/** Whether a text is the address of a database on one host. */
function isDatabase(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, pathname, searchParams } = new URL(address)
  const isComplete = hostname !== '' && pathname.length > 1
  const target = searchParams.get('target_session_attrs') ?? 'read-write'
  const isKnown = [...searchParams.keys()].every((key) => postgresParameters.includes(key)) && target === 'read-write'
  return /^postgres(ql)?:$/.test(protocol) && isComplete && isKnown
}

/** An IP address to listen on: one of this machine, or `0.0.0.0` for all of them. */
export const address: SettingType<string> = {
  rule: 'an IP address',
  read: (given) => (typeof given === 'string' && isIP(given) !== 0 && !given.includes('%') ? given : undefined),
}

/** Addresses to listen on: one of IPv4, one of IPv6, or both. That of IPv4 is the first. */
export const addresses: SettingType<readonly string[]> = {
  rule: 'an IP address, or one of IPv4 and one of IPv6 such as 0.0.0.0,::',
  read(given) {
    if (typeof given !== 'string') return undefined
    const list = given.split(',').map((part) => part.trim())
    const kinds = list.map((part) => (address.read(part) === undefined ? 0 : isIP(part)))
    if (kinds.includes(0) || new Set(kinds).size !== kinds.length) return undefined
    return kinds[0] === 6 ? list.toReversed() : list
  },
}

/** An IP address, or empty. */
export const addressOrNone: SettingType<string> = {
  rule: `${address.rule}, or empty`,
  read: (given) => (given === '' ? '' : address.read(given)),
}

/** Networks, comma separated; empty for none. */
export const networks: SettingType<readonly string[]> = {
  rule: 'CIDR networks such as 10.0.0.0/8, comma separated, or empty',
  read(given) {
    if (typeof given !== 'string') return undefined
    const list = given.split(',').map((part) => part.trim())
    if (given.trim() === '') return []
    return list.every((part) => part !== 'loopback' && isProxy(part)) ? list : undefined
  },
}

/** Some words of a few, comma separated, at least one of them and each once. */
export function someOf<const Word extends string>(...words: readonly Word[]): SettingType<readonly Word[]> {
  return {
    rule: `one or more of ${words.join(', ')}, comma separated`,
    read(given) {
      const named = String(given)
        .split(',')
        .map((part) => part.trim())
      return named.every((word) => (words as readonly string[]).includes(word)) && new Set(named).size === named.length
        ? words.filter((word) => named.includes(word))
        : undefined
    },
  }
}

/** A range of ports, both ends included. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** A range of ports that is wide enough for one call, which takes 4. */
export const portRange: SettingType<PortRange> = {
  rule: 'a range of at least 4 ports such as 10000-10999',
  read(given) {
    const [, first = '', last = ''] = /^(\d{1,5})-(\d{1,5})$/.exec(String(given).trim()) ?? []
    const range = { first: Number(first), last: Number(last) }
    return first !== '' && range.first >= 1024 && range.last <= 65535 && range.last - range.first >= 3
      ? range
      : undefined
  },
}

/** A yes or no, written as `true` or `false`. */
export const yesNo: SettingType<boolean> = {
  rule: 'true or false',
  read: (given) => ({ true: true, false: false })[String(given).trim().toLowerCase()],
}

/** A whole number in a range. */
export function integer(min: number, max: number): SettingType<number> {
  return {
    rule: `a whole number from ${min} to ${max}`,
    read(given) {
      const value = typeof given === 'string' && /^\d+$/.test(given.trim()) ? Number(given) : given
      return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : undefined
    },
  }
}

/** A whole number in a range that may be left out, and is null then. */
export function integerOrNone(min: number, max: number): SettingType<number | null> {
  const whole = integer(min, max)
  return { rule: `${whole.rule}, or empty`, read: (given) => (given === '' ? null : whole.read(given)) }
}

/** A port to listen on that may be left out, and is null then. */
export const portOrNone = integerOrNone(0, 65535)

/** The part of a day between two times, as minutes; `21:00-08:00` goes over midnight. It may be left out, and is null then. */
export const timesOrNone: SettingType<readonly [from: number, until: number] | null> = {
  rule: 'two times such as 21:00-08:00, or empty',
  read(given) {
    if (given === '') return null
    const time = '([01][0-9]|2[0-3]):([0-5][0-9])'
    const found = typeof given === 'string' ? new RegExp(`^${time}-${time}$`).exec(given.trim()) : null
    if (!found) return undefined
    const [hour = 0, minute = 0, lastHour = 0, lastMinute = 0] = found.slice(1).map(Number)
    const [from, until] = [hour * 60 + minute, lastHour * 60 + lastMinute]
    return from === until ? undefined : [from, until]
  },
}

const unitBytes: Readonly<Record<string, number>> = { '': 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 }

/** A number of bytes, at most 500 MiB. A body is held as one string, and a string of Node ends just below 512 MiB. */
export const bytes: SettingType<number> = {
  rule: 'a number of bytes from 1 to 500MiB, such as 65536, 512KiB or 64MiB',
  read(given) {
    const parts = /^(\d+) ?([kmg]ib|)$/i.exec(String(given).trim())
    const value = Number(parts?.[1]) * (unitBytes[parts?.[2]?.toLowerCase() ?? ''] ?? Number.NaN)
    return value >= 1 && value <= 500 * 1024 ** 2 ? value : undefined
  },
}

/** A word of a few. */
export function oneOf<const Word extends string>(...words: readonly Word[]): SettingType<Word> {
  return { rule: `one of ${words.join(', ')}`, read: (given) => words.find((word) => word === given) }
}

/** A zone of the IANA time zone database. */
export const timeZone: SettingType<string> = {
  rule: 'an IANA time zone such as Asia/Tehran',
  read(given) {
    if (typeof given !== 'string' || !/^[a-z]/i.test(given)) return undefined
    // A first format of dates takes 28 ms, this list 4.
    if (Intl.supportedValuesOf('timeZone').includes(given)) return given
    try {
      return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone
    } catch {
      return undefined
    }
  },
}

/** A realm of SIP digest authentication. It has no quote and no colon, which would end it. */
export const realm: SettingType<string> = {
  rule: '1 to 64 letters, digits, dots, dashes, underscores or @',
  read: (given) => (typeof given === 'string' && /^[\w.@-]{1,64}$/.test(given) ? given : undefined),
}

/** Addresses and networks, comma separated; empty for none. */
export const proxies: SettingType<string> = {
  rule: 'IP addresses, CIDR networks or the word loopback, comma separated',
  read(given) {
    if (typeof given !== 'string') return undefined
    const list = given.split(',').map((part) => part.trim())
    return given.trim() === '' ? '' : list.every(isProxy) ? list.join(',') : undefined
  },
}

function isProxy(part: string): boolean {
  if (part === 'loopback') return true
  const [address = '', prefix, ...rest] = part.split('/')
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  if (rest.length > 0 || longest < 0) return false
  return prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= longest)
}

/** A text that may be empty. */
export const textOrNone: SettingType<string> = {
  rule: 'a text, or empty',
  read: (given) => (typeof given === 'string' ? given.trim() : undefined),
}

/** The address of a PBX's ARI. It is read without its `ari:`, as `http://127.0.0.1:8088`; empty for no PBX. */
export const pbxAddress: SettingType<string> = {
  rule: 'an address such as ari:http://127.0.0.1:8088, or empty',
  read(given) {
    if (given === '') return ''
    const address = typeof given === 'string' ? /^ari:(https?:\/\/.+)$/.exec(given.trim())?.[1] : undefined
    const url = address === undefined ? null : URL.parse(address)
    const isBare = url && `${url.pathname}${url.search}${url.hash}${url.username}${url.password}` === '/'
    return isBare ? url.origin : undefined
  },
}

/** A host and a port. */
export const hostAndPort: SettingType<string> = {
  rule: 'a host and a port such as 127.0.0.1:5038',
  read(given) {
    const [, name = '', port = ''] = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+):(\d{1,5})$/i.exec(String(given).trim()) ?? []
    return name !== '' && Number(port) > 0 && Number(port) <= 65535 ? `${name}:${Number(port)}` : undefined
  },
}

/** The address of an SMTP server: `smtps` for TLS from the first byte, `smtp` for STARTTLS where the server has it. */
export const mailServer: SettingType<string> = {
  rule: 'an address such as smtp://mail.example:587 or smtps://mail.example, or empty',
  read(given) {
    if (given === '') return ''
    const url = typeof given === 'string' ? URL.parse(given.trim()) : null
    if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return undefined
    const isBare = ['', '/'].includes(url.pathname) && `${url.search}${url.hash}${url.username}${url.password}` === ''
    return isBare ? `${url.protocol}//${url.host}` : undefined
  },
}
