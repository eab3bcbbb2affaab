/** A call that came to an extension and that nobody took. */
export interface MissedCall {
  /** The PBX's id of the call with the extension: the same call is told once. */
  readonly id: string
  readonly extension: string
  /** The number of the caller; empty where he does not show it. */
  readonly caller: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** A message to a person. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same for each try of one mail, so that whoever gets it twice can tell. */
  readonly id: string
}

/** Hands mail over to the server that takes it. */
export interface MailCourier {
  /** @throws Error that names no secret, when the server does not take the mail. */
  send(mail: Mail): Promise<void>
  close(): void
}
