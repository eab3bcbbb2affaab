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

/** A way out of the PBX: another SIP server, which takes calls for outside numbers and may send calls in. */
export interface Trunk extends CallerIdSettings {
  readonly accountId: number
  /** Unique in the account; never a number, which would be an extension's name. */
  readonly name: string
  readonly host: string
  readonly port: number
  /** The user name that the PBX signs in with there; `null` where the other server asks for none. */
  readonly username: string | null
  /** The password, sealed by the vault. The PBX has to show it to the other server, so that a digest would not do. */
  readonly sealedPassword: string | null
}
