/** A way out of the PBX: another SIP server, which takes calls for outside numbers and may send calls in. */
export interface Trunk {
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
