import type { TextMatch } from '../page.ts'
/** The rule for weak secrets: they are taken with a warning, or refused. */
export type WeakSecretRule = 'warn' | 'refuse'

/** The targets of calls that the extension does not take; empty where there is no such target. */
export interface ForwardPolicy {
  readonly busy: string
  readonly noAnswer: string
  readonly unavailable: string
  readonly all: string
}

/** The settings of an extension. Each may be changed by itself. */
export interface ExtensionSettings {
  readonly technology: 'SIP' | 'IAX2'
  readonly active: boolean
  readonly name: string
  /** Digits, unique in the account. */
  readonly number: string
  readonly callerIdNumber: string
  readonly callRecord: boolean
  readonly pushNotification: boolean
  /** Address masks from which no phone may register, comma separated; empty for none. */
  readonly deny: string
  /** Address masks from which a phone may register all the same, comma separated; empty for none. */
  readonly permit: string
  readonly dtmfMode: string
  readonly canReinvite: boolean
  readonly directMedia: boolean
  readonly context: string
  /** `dynamic` for a phone that registers, else its address. */
  readonly host: string
  readonly kind: 'user' | 'peer' | 'friend'
  readonly nat: string
  readonly port: number
  readonly qualify: boolean
  readonly callGroup: string
  readonly pickupGroup: string
  readonly callCounter: boolean
  readonly faxDetect: boolean
  /** Calls at the same time; `null` for no limit. */
  readonly callLimit: number | null
  /** IAX2 only; `null` where it was never set. */
  readonly trunk: boolean | null
  /** IAX2 only: `yes`, `no` or `mediaonly`; `null` where it was never set. */
  readonly transfer: string | null
  readonly email: string
  readonly forward: ForwardPolicy
  /** Further options for the PBX, one a line. */
  readonly moreOptions: string
  readonly description: string
}

/** A PBX user: a phone that registers with the PBX. Times are epoch milliseconds. */
export interface Extension extends ExtensionSettings {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  /** The SIP secret, encrypted by the vault. */
  readonly sealedSecret: string
  /** `MD5(number:realm:secret)` in hex, all that a PBX needs to check a registration. */
  readonly digest: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** An extension by the id that the dialect knows. */
export type ExtensionRef = { readonly id: number } | { readonly hexId: string }

/** The extensions to find. They come in the order in which they were added. */
export interface ExtensionQuery {
  readonly name?: TextMatch
  readonly number?: TextMatch
}

/**
 * The settings of a new extension where its maker says nothing. Simotel's own client sends these (docs/wire/simotel.md
 * §3).
 */
export const defaultSettings: Omit<ExtensionSettings, 'name' | 'number'> = {
  technology: 'SIP',
  active: true,
  callerIdNumber: '',
  callRecord: false,
  pushNotification: false,
  deny: '0.0.0.0/0.0.0.0',
  permit: '0.0.0.0/0.0.0.0',
  dtmfMode: 'rfc2833',
  canReinvite: false,
  directMedia: false,
  context: 'main_routing',
  host: 'dynamic',
  kind: 'friend',
  nat: 'no',
  port: 5060,
  qualify: false,
  callGroup: '1',
  pickupGroup: '1',
  callCounter: false,
  faxDetect: false,
  callLimit: null,
  trunk: null,
  transfer: null,
  email: '',
  forward: { busy: '', noAnswer: '', unavailable: '', all: '' },
  moreOptions: '',
  description: '',
}
