/**
 * The header in which a trunk is told the number of the caller: `P-Asserted-Identity`, `Remote-Party-ID`, or `From`. With
 * the first two, and with `none`, `From` has the user name of the trunk where it has one.
 */
export type CallerIdWay = 'pai' | 'rpid' | 'from' | 'none'

/** The form of a caller's number: as the book or the caller has it, as it is dialled in the account's country, or `+98…`. */
export type NumberForm = 'as-is' | 'national' | 'e164'

/** How a trunk is told who calls. */
export interface CallerIdSettings {
  readonly callerId: CallerIdWay
  readonly numberForm: NumberForm
  /** The number that is shown for an extension without a `cid_number` of its own; `null` for the extension's number. */
  readonly defaultNumber: string | null
  /** What an extension dials before a number so that it is not shown, as `*67`; `null` for nothing. */
  readonly privacyPrefix: string | null
}

/** The settings of a trunk that says nothing else. */
export const usualCallerId: CallerIdSettings = {
  callerId: 'pai',
  numberForm: 'as-is',
  defaultNumber: null,
  privacyPrefix: null,
}

/** Whether, where and how the PBX registers with the other server. */
export interface RegistrationSettings {
  readonly registers: boolean
  /** As it stands in an address, `sip.example:5060`; empty for the first host. */
  readonly registrar: string
  /** The user in the address at which the other server reaches the PBX; empty for the user name. */
  readonly contactUser: string
  /** Seconds until the registration ends unless it is renewed. */
  readonly expiry: number
  /**
   * The realm of the other server. With it the PBX gets only a digest of the password, which is good for nothing else; empty
   * for any realm.
   */
  readonly realm: string
}

/** What becomes of a number that is called by the trunk. */
export interface DialSettings {
  /** The place in the order of the trunks; of two in one place the name decides. */
  readonly place: number
  /** The number of characters that are taken from the front, before `added` is put there. */
  readonly strip: number
  readonly added: string
  /** The trunk takes only numbers that begin with one of these; all where there are none. */
  readonly only: readonly string[]
}

/** The settings that the vendor's wire has beside those. */
export interface WireSettings {
  readonly active: boolean
  /** A `user` is only called out by, a `peer` only calls in. */
  readonly kind: 'user' | 'peer' | 'friend'
  readonly deny: string
  readonly permit: string
  readonly dtmfMode: string
  readonly canReinvite: boolean
  readonly directMedia: boolean
  readonly nat: string
  /** The codecs in their order, as `ulaw,alaw`. */
  readonly codecs: string
  readonly disallow: string
  readonly context: string
  readonly insecure: string
  /** Lines of options, with the mask in place of a secret. */
  readonly moreOptions: string
  readonly description: string
}

/** The way to the other server. It must be one of the PBX's own (`sip.transports`). */
export type TrunkTransport = 'udp' | 'tcp' | 'tls'

/** All settings of a trunk that have a usual value. */
export interface UsualTrunk extends CallerIdSettings, RegistrationSettings, DialSettings, WireSettings {
  readonly port: number
  readonly transport: TrunkTransport
  /** Whether sound is encrypted (SRTP). The keys are in SIP, so that `transport` should be `tls`. */
  readonly srtp: boolean
  /** More hosts in their order, as they stand in an address: `sip2.example:5060`. */
  readonly moreHosts: readonly string[]
  /** The user name that the PBX signs in with there; `null` where the other server asks for none. */
  readonly username: string | null
  /** The user that `From` names, where it is not the user name; empty for that. */
  readonly fromUser: string
  /** Seconds between two OPTIONS by which the hosts are asked whether they are there; 0 for never. */
  readonly qualify: number
}

/** The settings of a trunk that names only its host. */
export const usualTrunk: UsualTrunk = {
  ...usualCallerId,
  ...{ registers: false, registrar: '', contactUser: '', expiry: 3600, realm: '' },
  ...{ place: 100, strip: 0, added: '', only: [] },
  ...{ active: true, kind: 'friend', deny: '0.0.0.0/0.0.0.0', permit: '0.0.0.0/0.0.0.0', dtmfMode: 'rfc2833' },
  ...{ canReinvite: false, directMedia: false, nat: 'force_rport,comedia', codecs: 'ulaw,alaw,g722', disallow: 'all' },
  ...{ context: 'from-pstn', insecure: 'port,invite', moreOptions: '', description: '' },
  ...{ transport: 'udp', srtp: false },
  ...{ port: 5060, moreHosts: [], username: null, fromUser: '', qualify: 30 },
}

/** A way out of the PBX: another SIP server, which takes calls for outside numbers and may send calls in. */
export interface Trunk extends UsualTrunk {
  readonly accountId: number
  readonly hexId: string
  /** Unique in the account; never a number, which would be an extension's name. */
  readonly name: string
  /** Empty for a trunk that leads nowhere yet. */
  readonly host: string
  /** The password, sealed by the vault. The PBX has to prove it to the other server. */
  readonly sealedPassword: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** The hosts of a trunk in their order, as they stand in an address; none for a trunk that leads nowhere. */
export function hostsOf({ host, port, moreHosts }: Pick<Trunk, 'host' | 'port' | 'moreHosts'>): readonly string[] {
  return host === '' ? [] : [inAddress(host, port), ...moreHosts]
}

/** A host and a port as they stand in an address: `sip.example:5060`, `[::1]:5060`. */
export function inAddress(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** The host of an address: `::1` of `[::1]:5060`. */
export function hostIn(target: string): string {
  return target.replace(/:[0-9]+$/, '').replace(/^\[(.*)\]$/, '$1')
}
