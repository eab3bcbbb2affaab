import { httpServer, smppServer } from './message-setting-types.ts'
import { integer, oneOf, type SettingType } from './setting-types.ts'

/** How the ids of messages are spelled in the answers of an SMSC, and in its receipts. */
export const receiptIds = oneOf('alike', 'hex-decimal', 'decimal-hex')

/** Messages that an SMSC is handed before it answers. */
export const smppWindow = integer(1, 1000)

/** The names of the carriers that have settings of their own, or none. */
export const ownCarriers = ['paper', 'smpp', 'lox24'] as const

/** An SMSC under a name. */
export interface SmppSetting {
  readonly name: string
  readonly kind: 'smpp'
  readonly server: string
  readonly systemId: string
  readonly passwordFile: string
  readonly systemType: string
  readonly window: number
  readonly receiptIds: 'alike' | 'hex-decimal' | 'decimal-hex'
}

/** LOX24, or another dialbook, under a name. */
export interface Lox24Setting {
  readonly name: string
  readonly kind: 'lox24'
  readonly server: string
  readonly keyFile: string
  readonly service: string
}

/** A carrier under a name. */
export type CarrierSetting = SmppSetting | Lox24Setting

/** Carriers by name, comma separated; empty for none. */
export const carrierList: SettingType<readonly CarrierSetting[]> = {
  rule:
    'carriers such as second=smpps://me@smsc.example:3550?password-file=/etc/second&window=20 or far=https://api.lox24.eu?key-file=/etc/far, ' +
    'comma separated, or empty',
  read(given) {
    if (typeof given !== 'string') return undefined
    if (given.trim() === '') return []
    const carriers = given.split(',').map((each) => carrierIn(each.trim()))
    const names = new Set(carriers.map((carrier) => carrier?.name))
    return carriers.every((each) => each !== undefined) && names.size === carriers.length ? carriers : undefined
  },
}

function carrierIn(text: string): CarrierSetting | undefined {
  const [, name, address = ''] = /^([a-z][a-z0-9_-]{0,29})=(.+)$/.exec(text) ?? []
  const url = URL.parse(address)
  const isOwn = (ownCarriers as readonly (string | undefined)[]).includes(name)
  if (name === undefined || isOwn || !url || url.password !== '' || url.hash !== '') return undefined
  const bare = `${url.protocol}//${url.host}${url.pathname}`
  return url.protocol.startsWith('smpp') ? smppIn(name, url, bare) : lox24In(name, url, bare)
}

function smppIn(name: string, url: URL, bare: string): SmppSetting | undefined {
  const given = parametersOf(url, ['password-file', 'system-type', 'window', 'receipt-ids'])
  const server = smppServer.read(bare)
  const window = smppWindow.read(given?.window ?? '10')
  const spelled = receiptIds.read(given?.['receipt-ids'] ?? 'alike')
  const systemId = textOf(url.username)
  if (!given || !server || window === undefined || spelled === undefined || systemId === undefined) return undefined
  const { 'password-file': passwordFile = '', 'system-type': systemType = '' } = given
  return { name, kind: 'smpp', server, systemId, passwordFile, systemType, window, receiptIds: spelled }
}

function lox24In(name: string, url: URL, bare: string): Lox24Setting | undefined {
  const given = parametersOf(url, ['key-file', 'service'])
  const server = httpServer.read(bare)
  if (!given?.['key-file'] || !server || url.username !== '') return undefined
  return { name, kind: 'lox24', server, keyFile: given['key-file'], service: given.service ?? '' }
}

/** The parameters of an address; undefined where one is unknown, or given twice. */
function parametersOf<Name extends string>(
  { searchParams }: URL,
  names: readonly Name[],
): Partial<Record<Name, string>> | undefined {
  const given = [...searchParams.keys()]
  const isKnown = given.every((name) => (names as readonly string[]).includes(name))
  return isKnown && new Set(given).size === given.length
    ? (Object.fromEntries(searchParams) as Partial<Record<Name, string>>)
    : undefined
}

/** A text without its percent signs; undefined for one that has none. */
function textOf(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}
