/** A way out of the PBX: another SIP server, which takes calls for outside numbers and may send calls in. */
export interface Trunk {
  readonly accountId: number
  /** Unique in the account; never a number, which would be an extension's name. */
  readonly name: string
  readonly host: string
  readonly port: number
  /** What the PBX signs in with there; `null` where the other server asks for nothing. */
  readonly username: string | null
  /** The password, encrypted by the vault: the PBX has to show it, so that a digest would not do. */
  readonly sealedPassword: string | null
}
