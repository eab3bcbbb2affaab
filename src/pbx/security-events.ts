import type { AmiMessage } from './ami-messages.ts'

/** The events of a client that gave a wrong secret, or a number that no extension has. */
const badSignIns: ReadonlySet<string> = new Set(['InvalidPassword', 'InvalidAccountID', 'ChallengeResponseFailed'])

/** A client's sign-in by SIP: its address, and the extension's number where one has the number that it gave. */
export interface SipSignIn {
  readonly address: string
  readonly number: string | undefined
}

/** The sign-in that has just failed; undefined for every other event. */
export function badSignInOf(event: AmiMessage): SipSignIn | undefined {
  return badSignIns.has(event.Event ?? '') ? signInOf(event) : undefined
}

/** The sign-in that has just succeeded; undefined for every other event. A call, a registration or the end of one follows. */
export function rightSignInOf(event: AmiMessage): SipSignIn | undefined {
  return event.Event === 'SuccessfulAuth' ? signInOf(event) : undefined
}

function signInOf(event: AmiMessage): SipSignIn | undefined {
  // The form is IPV4/UDP/192.0.2.1/5060.
  const address = event.RemoteAddress?.split('/')[2]
  if (event.Service !== 'PJSIP' || address === undefined) return undefined
  // Whoever gives a number that no extension has is `anonymous` (asterisk/pjsip.conf).
  return { address, number: /^\d+$/.test(event.AccountID ?? '') ? event.AccountID : undefined }
}
