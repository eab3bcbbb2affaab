import { codecNames } from '../extension/codecs.ts'
import { digitsOf, extensionRules } from '../extension/extension-rules.ts'
import { described, InvalidValue, pattern, type Reader, schemaOf, text } from '../reader.ts'
import { inAddress } from './trunk.ts'

/** Reads the name of a trunk. It is an endpoint on the PBX beside the extensions, whose names are numbers: it begins with a letter. */
export const trunkName: Reader<string> = pattern(
  /^[A-Za-z][A-Za-z0-9_-]{0,39}$/,
  '1 to 40 of a-z, A-Z, 0-9, - and _, the first a letter',
)

/** Reads the user name by which the PBX signs in. */
export const trunkUser: Reader<string> = pattern(
  /^[\w.+@-]{1,64}$/,
  '1 to 64 letters, digits, dots, dashes, underscores, + or @',
)

/** Reads the password of a trunk. */
export const trunkPassword: Reader<string> = pattern(/^[\x21-\x7e]{1,128}$/, '1 to 128 visible ASCII characters')

/** Reads a host with its port: `sip.example`, `192.0.2.1:5070`, `[::1]:5060`. */
export const hostAndPort: Reader<string> = described(
  { type: 'string', description: 'a host, with or without a port' },
  (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string')
    const [, inBrackets, plain, port = '5060'] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^[\]:]+))(?::([0-9]+))?$/.exec(value) ?? []
    const host = inBrackets ?? plain
    if (host === undefined) throw new InvalidValue('must be a host, with or without a port, as sip.example:5060')
    return inAddress(trunkHost(host), extensionRules.port(port))
  },
)

/** Reads the host of a trunk: an address or a name. */
export const trunkHost: Reader<string> = described(schemaOf(extensionRules.host), (value) => {
  const host = extensionRules.host(value)
  if (host === 'dynamic') throw new InvalidValue('must be a host: no other server registers with this PBX')
  return host
})

/** Reads what numbers begin with, as `021` or `+98`. */
export const numberPrefix: Reader<string> = pattern(
  /^\+?[0-9]{1,20}$/,
  '1 to 20 digits, with or without a + before them',
)

/** Reads digits that are put before a number; empty for none. */
export const addedDigits: Reader<string> = pattern(
  /^\+?[0-9]{0,20}$/,
  'up to 20 digits, with or without a + before them',
)

/** Reads a realm, which stands between quotes in SIP; empty for any. */
export const realm: Reader<string> = pattern(
  /^[\x21\x23-\x3a\x3c-\x5b\x5d-\x7e]{0,64}$/,
  'up to 64 visible characters but " ; and \\',
)

const codecText = text({ min: 1, max: 200 })

/** Reads a list of codecs, as `ulaw,alaw`. */
export const codecList: Reader<string> = described(
  { ...schemaOf(codecText), description: 'codecs with commas' },
  (value) => {
    const names = codecText(value)
      .split(/[,&]/)
      .map((name) => name.trim().toLowerCase())
    const unknown = names.find((name) => !codecNames.includes(name))
    if (unknown !== undefined) throw new InvalidValue(`must be some of ${codecNames.join(', ')}`)
    return [...new Set(names)].join()
  },
)

/** Reads a whole number in a range, also from digits. */
export function wholeNumber(least: number, most: number): Reader<number> {
  return (value) => {
    const digits = digitsOf(value)
    const number = typeof digits === 'string' && /^[0-9]{1,9}$/.test(digits) ? Number(digits) : Number.NaN
    if (!(number >= least && number <= most)) throw new InvalidValue(`must be a whole number from ${least} to ${most}`)
    return number
  }
}
