import type { SettingType } from './setting-types.ts'

/** A sum with up to six decimals, in millionths; null for none. */
export const money: SettingType<number | null> = {
  rule: 'a sum such as 12.50, or empty',
  read(given) {
    const text = String(given).trim()
    return text === '' ? null : millionths(text)
  },
}

/** A way for messages to leave: its code, its carriers in the order in which they are tried, the price of a part in millionths, and messages in a second, 0 for any number. */
export interface RouteSetting {
  readonly code: string
  readonly carriers: readonly string[]
  readonly price: number
  readonly rate: number
}

/** Ways for messages to leave, comma separated; empty for none. */
export const messageRoutes: SettingType<readonly RouteSetting[]> = {
  rule: 'routes such as direct=paper:0.05:100 or safe=smpp+second:0.07, comma separated, or empty',
  read(given) {
    if (typeof given !== 'string') return undefined
    if (given.trim() === '') return []
    const routes = given.split(',').map(routeIn)
    const codes = new Set(routes.map((route) => route?.code))
    return routes.every((route) => route !== undefined) && codes.size === routes.length ? routes : undefined
  },
}

function routeIn(text: string): RouteSetting | undefined {
  const form =
    /^([a-z0-9_-]{1,30})=([a-z][a-z0-9_-]{0,29}(?:\+[a-z][a-z0-9_-]{0,29})*)(?::(\d+(?:\.\d+)?))?(?::(\d{1,6}))?$/i
  const [, code, names, price = '0', rate = '0'] = form.exec(text.trim()) ?? []
  const sum = millionths(price)
  if (code === undefined || names === undefined || sum === undefined) return undefined
  const carriers = names.split('+')
  const isOnce = new Set(carriers).size === carriers.length
  return isOnce ? { code, carriers, price: sum, rate: Number(rate) } : undefined
}

/** An account that messages come in for, and the number that they are written to; `*` for any other. */
export interface ReceiverSetting {
  readonly number: string
  readonly account: string
}

/** Accounts by the numbers of theirs that messages are written to, comma separated; empty for none. */
export const messageReceivers: SettingType<readonly ReceiverSetting[]> = {
  rule: 'numbers with their accounts such as +4915735999=acme,*=acme, comma separated, or empty',
  read(given) {
    if (typeof given !== 'string') return undefined
    if (given.trim() === '') return []
    const receivers = given.split(',').map((each) => {
      const [, number, account] = /^(\*|[+0-9a-z][0-9a-z ]{0,29})=(.{1,100})$/i.exec(each.trim()) ?? []
      return number === undefined || account === undefined
        ? undefined
        : { number: number.trim(), account: account.trim() }
    })
    const numbers = new Set(receivers.map((receiver) => receiver?.number))
    return receivers.every((each) => each !== undefined) && numbers.size === receivers.length ? receivers : undefined
  },
}

/** Words, comma separated; empty for none. */
export const words: SettingType<readonly string[]> = {
  rule: 'words, comma separated, each of at most 30 characters, or empty',
  read(given) {
    if (typeof given !== 'string') return undefined
    const all = given.split(',').map((word) => word.trim())
    if (all.join('') === '') return []
    return all.every((word) => word !== '' && word.length <= 30) ? all : undefined
  },
}

/** A sum without its point, so that no fraction is lost; undefined for one that is none, or above a million. */
function millionths(text: string): number | undefined {
  const [, whole, decimals = ''] = /^(\d{1,7})(?:\.(\d{1,6}))?$/.exec(text) ?? []
  const sum = whole === undefined ? undefined : Number(whole + decimals.padEnd(6, '0'))
  return sum !== undefined && sum <= 1_000_000_000_000 ? sum : undefined
}

/** An address of one of these schemes, without a path and without a name and a password; undefined for any other text. */
function bareAddress(given: unknown, schemes: readonly string[]): URL | undefined {
  const url = typeof given === 'string' ? URL.parse(given.trim()) : null
  if (!url || !schemes.includes(url.protocol) || url.hostname === '') return undefined
  const rest = `${url.search}${url.hash}${url.username}${url.password}`
  return ['', '/'].includes(url.pathname) && rest === '' ? url : undefined
}

/** The address of an SMSC: `smpps` for TLS. */
export const smppServer: SettingType<string> = {
  rule: 'an address such as smpp://smsc.example:2775 or smpps://smsc.example:3550, or empty',
  read(given) {
    if (given === '') return ''
    const url = bareAddress(given, ['smpp:', 'smpps:'])
    return url && `${url.protocol}//${url.host}`
  },
}

/** The address of an HTTP server. */
export const httpServer: SettingType<string> = {
  rule: 'an address such as https://api.example, or empty',
  read: (given) => (given === '' ? '' : bareAddress(given, ['http:', 'https:'])?.origin),
}
