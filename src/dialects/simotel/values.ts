import { isIP, isIPv4, isIPv6 } from 'node:net'
import { readEndpointOptions } from '../../core/extension/endpoint-options.ts'
import type { PhoneRule } from '../../core/list/entry-list-builder.ts'
import { isDialCode, storedText } from '../../core/list/stored-phone.ts'
import { cleanCharacters } from '../../core/number/clean-characters.ts'
import { readNumber } from '../../core/number/read-number.ts'
import { InvalidValue, oneOf, pattern, type Reader, text } from '../fields.ts'

/**
 * The rule for the numbers of a group: numbers, and codes to dial. `field` is the field that brings them: `numbers`, or
 * `file` for an upload.
 */
export function numbersRule(field: string): PhoneRule {
  return { field, allows: isDialCode }
}

/**
 * The digits of a JSON number: `912` → `"912"`. A client that has no leading zeros to keep may send one. Every value
 * but a whole number from 0 to 2^53 - 1 stays as it is.
 */
export function digitsOf(value: unknown): unknown {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? String(value) : value
}

/** Reads a value by `read`, and a JSON number as its digits. */
function digits<T>(read: Reader<T>): Reader<T> {
  return (value) => read(digitsOf(value))
}

/** Reads a number to dial: the number in a text, or a code, as `*43#`. */
export const dialNumber: Reader<string> = (value) => {
  if (typeof value !== 'string') throw new InvalidValue('must be a string')
  const read = readNumber(value)
  if ('number' in read) return read.number
  const code = storedText(value)
  if (!isDialCode(code)) throw new InvalidValue(read.problem)
  return code
}

/** Reads a number to dial, or an empty text for none. */
export const dialNumberOrEmpty: Reader<string> = (value) => (value === '' ? '' : dialNumber(value))

/**
 * An extension's number: "numeric and unique" (docs/wire/simotel.md §3). It is the name by which a phone registers, and may be
 * longer than a number that can be called.
 */
export const extensionNumber: Reader<string> = digits((value) => {
  if (typeof value !== 'string') throw new InvalidValue('must be a string of digits, or a whole number')
  const read = readNumber(value)
  const number = 'number' in read ? read.number : cleanCharacters(value)
  if (!/^[0-9]{1,30}$/.test(number)) throw new InvalidValue('must be 1 to 30 digits')
  return number
})

const yesNoWord = oneOf('yes', 'no')
export const yesNo: Reader<boolean> = (value) => yesNoWord(value) === 'yes'

/**
 * One of the three documented values. The vendor's table calls the third `Force Report & Co-Media`; on the wire it is
 * `force_rport,comedia`.
 */
export const nat: Reader<string> = (value) =>
  value === 'Force Report & Co-Media' ? 'force_rport,comedia' : oneOf('yes', 'no', 'force_rport,comedia')(value)

/**
 * The kind of an extension, in any case: the vendor's table writes `User`, `Peer` and `Friend`, every sample writes
 * them in lower case.
 */
export const extensionKind: Reader<'user' | 'peer' | 'friend'> = (value) =>
  oneOf('user', 'peer', 'friend')(typeof value === 'string' ? value.toLowerCase() : value)

export const dtmfMode = oneOf('rfc2833', 'rfc4733', 'inband', 'info', 'shortinfo', 'auto', 'auto_info')

export const port: Reader<number> = digits((value) => {
  if (typeof value !== 'string') throw new InvalidValue('must be a string of digits, or a whole number')
  const number = /^[0-9]{1,5}$/.test(value) ? Number(value) : 0
  if (number < 1 || number > 65535) throw new InvalidValue('must be a port from 1 to 65535')
  return number
})

/** A limit of calls at the same time; empty for none. */
export const callLimit: Reader<number | null> = (value) => {
  const digits = pattern(/^[0-9]{0,4}$/, 'empty or 0 to 9999')(value)
  return digits === '' ? null : Number(digits)
}

/** Comma separated masks: `a.b.c.d/m.m.m.m`, or an address with a prefix length or alone; empty for none. */
export const masks: Reader<string> = (value) => {
  const list = text({ max: 1000 })(value)
  if (list === '') return list
  const items = list.split(',').map((item) => item.trim())
  if (!items.every(isMask)) throw new InvalidValue('must be masks such as 10.0.0.0/255.0.0.0 or 10.0.0.0/8')
  return items.join(',')
}

function isMask(item: string): boolean {
  const [address = '', mask, ...rest] = item.split('/')
  if (rest.length > 0) return false
  if (isIPv4(address)) return mask === undefined || isDottedMask(mask) || isPrefix(mask, 32)
  return isIPv6(address) && !hasZone(address) && (mask === undefined || isPrefix(mask, 128))
}

/** Whether an address has a zone, as `fe80::1%eth0`: no mask and no SIP address can hold one. */
function hasZone(address: string): boolean {
  return address.includes('%')
}

function isDottedMask(mask: string): boolean {
  if (!isIPv4(mask)) return false
  const bits = mask.split('.').reduce((all, octet) => all + Number(octet).toString(2).padStart(8, '0'), '')
  return /^1*0*$/.test(bits)
}

function isPrefix(length: string, most: number): boolean {
  return /^[0-9]{1,3}$/.test(length) && Number(length) <= most
}

/**
 * `dynamic` for a phone that registers, else its IP address or its host name. The last label of a host name is no
 * number (RFC 3696 §2).
 */
export const host: Reader<string> = (value) => {
  const name = text({ min: 1, max: 253 })(value)
  if (isIP(name) && !hasZone(name)) return name
  if (/^(?:[A-Za-z0-9_-]{1,63}\.)*(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{1,63}\.?$/.test(name)) return name
  throw new InvalidValue('must be dynamic, an IP address or a host name')
}

export const context: Reader<string> = (value) => {
  const name = pattern(/^[A-Za-z0-9_-]{1,80}$/, '1 to 80 letters, digits, _ or -')(value)
  if (innerContexts.includes(name))
    throw new InvalidValue(`must not be ${innerContexts.join(', ')}: these are the PBX's own`)
  return name
}

/**
 * The contexts of the dialplan behind `main_routing`. A call that began in one of them would get around the limit of
 * calls.
 */
const innerContexts = ['call', 'trunk', 'seat', 'leg', 'from_extension', 'from_trunk']

/** Numbers of call groups as chan_sip writes them: `1,3-5`, each from 0 to 63; empty for none. */
export const groupNumbers: Reader<string> = digits((value) => {
  const list = pattern(/^(?:\d{1,2}(?:-\d{1,2})?(?:,\d{1,2}(?:-\d{1,2})?)*)?$/, 'groups such as 1,3-5')(value)
  const numbers = list.match(/\d+/g) ?? []
  if (numbers.some((number) => Number(number) > 63)) throw new InvalidValue('must be groups from 0 to 63')
  return list
})

/**
 * Options for the PBX, one a line, kept as they were written. An option that would break the extension on the PBX is
 * refused.
 */
export const moreOptions: Reader<string> = (value) => {
  const lines = text({ max: 4000, lines: true })(value)
  const read = readEndpointOptions(lines)
  if ('problem' in read) throw new InvalidValue(read.problem)
  return lines
}

export const email: Reader<string> = (value) => {
  const address = text({ max: 254 })(value)
  if (address !== '' && !/^[^\s@]+@[^\s@]+$/.test(address)) throw new InvalidValue('must be an e-mail address')
  return address
}

/**
 * Whether a search finds texts that are alike, in every form that a client was seen to send (docs/wire/simotel.md
 * §1.7).
 */
export const alike: Reader<boolean> = (value) => {
  if (value === true || value === 1 || value === 'true' || value === '1' || value === 'yes') return true
  if (value === false || value === 0 || value === 'false' || value === '0' || value === 'no') return false
  throw new InvalidValue('must be true or false')
}
