import type { AmiMessage } from './ami-messages.ts'

/** The events of a client that gave a wrong secret, or a number that no extension has. */
const badSignIns: ReadonlySet<string> = new Set(['InvalidPassword', 'InvalidAccountID', 'ChallengeResponseFailed'])

/** The address from which a SIP client has just failed to sign in; undefined for every other event. */
export function addressOfBadSignIn(event: AmiMessage): string | undefined {
  if (!badSignIns.has(event.Event ?? '') || event.Service !== 'PJSIP') return undefined
  // The form is IPV4/UDP/192.0.2.1/5060.
  return event.RemoteAddress?.split('/')[2]
}

/** Whether a SIP client has just signed in. A call, a registration or the end of one follows right after. */
export function isSignIn(event: AmiMessage): boolean {
  return event.Event === 'SuccessfulAuth' && event.Service === 'PJSIP'
}
