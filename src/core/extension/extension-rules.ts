import { isDialCode, storedText } from '../list/stored-phone.ts'
import { isIpv4, isIpv6 } from '../network/ip-address.ts'
import { cleanCharacters } from '../number/clean-characters.ts'
import { readNumber } from '../number/read-number.ts'
import { clearable, described, InvalidValue, nullable, oneOf, pattern, type Reader, schemaOf, text } from '../reader.ts'
import { readEndpointOptions } from './endpoint-options.ts'
import type { ExtensionSettings, ForwardPolicy } from './extension.ts'

/**
 * The digits of a JSON number: `912` → `"912"`. A client that has no leading zeros to keep may send one. Every value
 * but a whole number from 0 to 2^53 - 1 stays as it is.
 */
export function digitsOf(value: unknown): unknown {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? String(value) : value
}

/** Reads a value by `read`, and a JSON number as its digits. */
function digits<T>(read: Reader<T>): Reader<T> {
  const schema = { anyOf: [schemaOf(read), { type: 'integer', minimum: 0 }] }
  return described(schema, (value) => read(digitsOf(value)))
}

/** Reads a number to dial: the number in a text, or a code, as `*43#`. */
export const dialNumber: Reader<string> = described(
  { type: 'string', description: 'a number, or a code to dial' },
  (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string')
    const read = readNumber(value)
    if ('number' in read) return read.number
    const code = storedText(value)
    if (!isDialCode(code)) throw new InvalidValue(read.problem)
    return code
  },
)

/** Reads a number to dial, or an empty text for none. */
const dialNumberOrEmpty: Reader<string> = described(
  { type: 'string', description: 'a number, or a code to dial; empty for none' },
  (value) => (value === '' ? '' : dialNumber(value)),
)

/**
 * Reads the number of an extension: it is numeric. It is the name by which a phone registers, and may be longer than a
 * number that can be called.
 */
const extensionNumber: Reader<string> = digits(
  described({ type: 'string', description: '1 to 30 digits' }, (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string of digits, or a whole number')
    const read = readNumber(value)
    const number = 'number' in read ? read.number : cleanCharacters(value)
    if (!/^[0-9]{1,30}$/.test(number)) throw new InvalidValue('must be 1 to 30 digits')
    return number
  }),
)

const yesNoWord = oneOf('yes', 'no')

/** Reads a flag: `yes` or `no`. */
const yesNo: Reader<boolean> = described(schemaOf(yesNoWord), (value) => yesNoWord(value) === 'yes')

/** A SIP secret, or the mask that stands for the stored one. */
export const secret = text({ min: 1, max: 128 })

const port: Reader<number> = digits(
  described({ type: 'string', pattern: '^[0-9]{1,5}$', description: 'a port from 1 to 65535' }, (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string of digits, or a whole number')
    const number = /^[0-9]{1,5}$/.test(value) ? Number(value) : 0
    if (number < 1 || number > 65535) throw new InvalidValue('must be a port from 1 to 65535')
    return number
  }),
)

const callCount = pattern(/^[0-9]{0,4}$/, 'empty or 0 to 9999')

/** A limit of calls at the same time; empty for none. */
const callLimit: Reader<number | null> = described(schemaOf(callCount), (value) => {
  const count = callCount(value)
  return count === '' ? null : Number(count)
})

const maskList = text({ max: 1000 })

/** Comma separated masks: `a.b.c.d/m.m.m.m`, or an address with a prefix length or alone; empty for none. */
const masks: Reader<string> = described(
  {
    ...schemaOf(maskList),
    description: 'masks with commas, such as 10.0.0.0/255.0.0.0 or 10.0.0.0/8; empty for none',
  },
  (value) => {
    const list = maskList(value)
    if (list === '') return list
    const items = list.split(',').map((item) => item.trim())
    if (!items.every(isMask)) throw new InvalidValue('must be masks such as 10.0.0.0/255.0.0.0 or 10.0.0.0/8')
    return items.join(',')
  },
)

function isMask(item: string): boolean {
  const [address = '', mask, ...rest] = item.split('/')
  if (rest.length > 0) return false
  if (isIpv4(address)) return mask === undefined || isDottedMask(mask) || isPrefix(mask, 32)
  return isIpv6(address) && (mask === undefined || isPrefix(mask, 128))
}

function isDottedMask(mask: string): boolean {
  if (!isIpv4(mask)) return false
  const bits = mask.split('.').reduce((all, octet) => all + Number(octet).toString(2).padStart(8, '0'), '')
  return /^1*0*$/.test(bits)
}

function isPrefix(length: string, most: number): boolean {
  return /^[0-9]{1,3}$/.test(length) && Number(length) <= most
}

const hostText = text({ min: 1, max: 253 })

/**
 * `dynamic` for a phone that registers, else its IP address or its host name. The last label of a host name is no
 * number (RFC 3696 §2).
 */
const host: Reader<string> = described(
  { ...schemaOf(hostText), description: 'dynamic, an IP address or a host name' },
  (value) => {
    const name = hostText(value)
    if (isIpv4(name) || isIpv6(name)) return name
    if (/^(?:[A-Za-z0-9_-]{1,63}\.)*(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{1,63}\.?$/.test(name)) return name
    throw new InvalidValue('must be dynamic, an IP address or a host name')
  },
)

const contextName = pattern(/^[A-Za-z0-9_-]{1,80}$/, '1 to 80 letters, digits, _ or -')

const context: Reader<string> = described(schemaOf(contextName), (value) => {
  const name = contextName(value)
  if (innerContexts.includes(name))
    throw new InvalidValue(`must not be ${innerContexts.join(', ')}: these are the PBX's own`)
  return name
})

/**
 * The contexts of the dialplan behind `main_routing`. A call that began in one of them would get around the limit of
 * calls.
 */
const innerContexts = [
  'call',
  'called_only',
  'hints',
  'missed',
  'inbound',
  'way',
  'holder',
  'member',
  'rung',
  'taken',
  'trunk',
  'takes',
  'silence',
  'show',
  'spell',
  'seat',
  'leg',
  'from_extension',
  'from_trunk',
  'record',
  'told',
  'hours',
  'fax',
  'play',
  'recorded',
  'originate',
  'originated',
  'campaign',
  'campaign_answered',
  'denial',
]

const groupList = pattern(/^(?:\d{1,2}(?:-\d{1,2})?(?:,\d{1,2}(?:-\d{1,2})?)*)?$/, 'groups such as 1,3-5')

/** Numbers of call groups as chan_sip writes them: `1,3-5`, each from 0 to 63; empty for none. */
const groupNumbers: Reader<string> = digits(
  described({ type: 'string', description: 'groups from 0 to 63, such as 1,3-5; empty for none' }, (value) => {
    const list = groupList(value)
    const numbers = list.match(/\d+/g) ?? []
    if (numbers.some((number) => Number(number) > 63)) throw new InvalidValue('must be groups from 0 to 63')
    return list
  }),
)

const optionLines = text({ max: 4000, lines: true })

/**
 * Options for the PBX, one a line, kept as they were written. An option that would break the extension on the PBX is
 * refused.
 */
const moreOptions: Reader<string> = described(
  { ...schemaOf(optionLines), description: 'options for the PBX, one a line' },
  (value) => {
    const lines = optionLines(value)
    const read = readEndpointOptions(lines)
    if ('problem' in read) throw new InvalidValue(read.problem)
    return lines
  },
)

const emailText = text({ max: 254 })

const email: Reader<string> = described(
  { ...schemaOf(emailText), description: 'an e-mail address; empty for none' },
  (value) => {
    const address = emailText(value)
    if (address !== '' && !/^[^\s@]+@[^\s@]+$/.test(address)) throw new InvalidValue('must be an e-mail address')
    return address
  },
)

const natWord = oneOf('yes', 'no', 'force_rport,comedia')

/**
 * One of the three documented values. The user interface calls the third `Force Report & Co-Media`; it is stored as
 * `force_rport,comedia`.
 */
const nat: Reader<string> = described(
  { type: 'string', enum: ['yes', 'no', 'force_rport,comedia', 'Force Report & Co-Media'] },
  (value) => (value === 'Force Report & Co-Media' ? 'force_rport,comedia' : natWord(value)),
)

const kindWord = oneOf('user', 'peer', 'friend')

/** The kind of an extension, in any case: documents write `User`, clients `user`. */
const extensionKind: Reader<'user' | 'peer' | 'friend'> = described(
  {
    type: 'string',
    description: 'user, peer or friend, in any case',
    pattern: '^(?:[Uu][Ss][Ee][Rr]|[Pp][Ee][Ee][Rr]|[Ff][Rr][Ii][Ee][Nn][Dd])$',
  },
  (value) => kindWord(typeof value === 'string' ? value.toLowerCase() : value),
)

/** Every setting of an extension but its forwards. */
export type PlainSettings = Omit<ExtensionSettings, 'forward'>

/**
 * The rule of each setting, which everything that writes extensions asks: calls, files and commands. The limits of texts
 * are ours: no source states one. Null clears a setting that can be empty.
 */
export const extensionRules: { readonly [K in keyof PlainSettings]: Reader<PlainSettings[K]> } = {
  technology: oneOf('SIP', 'IAX2'),
  active: yesNo,
  name: text({ min: 1, max: 255 }),
  number: extensionNumber,
  callerIdNumber: clearable(dialNumberOrEmpty, ''),
  callRecord: yesNo,
  pushNotification: yesNo,
  deny: masks,
  permit: masks,
  dtmfMode: oneOf('rfc2833', 'rfc4733', 'inband', 'info', 'shortinfo', 'auto', 'auto_info'),
  canReinvite: yesNo,
  directMedia: yesNo,
  context,
  host,
  kind: extensionKind,
  nat,
  port,
  qualify: yesNo,
  callGroup: groupNumbers,
  pickupGroup: groupNumbers,
  callCounter: yesNo,
  faxDetect: yesNo,
  callLimit: nullable(callLimit),
  trunk: nullable(yesNo),
  transfer: nullable(oneOf('yes', 'no', 'mediaonly')),
  email: clearable(email, ''),
  moreOptions: clearable(moreOptions, ''),
  description: clearable(text({ max: 1000, lines: true }), ''),
}

/** The rule of each target of a forward: a number, or an empty text for none. */
export const forwardRule: Reader<string> = dialNumberOrEmpty

/** The targets of a forward policy, by the names that clients and files give them. */
export const forwardTargets: Readonly<Record<string, keyof ForwardPolicy>> = {
  Busy: 'busy',
  'No Answer': 'noAnswer',
  UnAvailable: 'unavailable',
  All: 'all',
}
