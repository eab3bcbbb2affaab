import type { AmiMessage } from './ami-messages.ts'

/** What Asterisk tells of a client that had a wrong secret, or a number that there is not. */
const badSignIns: ReadonlySet<string> = new Set(['InvalidPassword', 'InvalidAccountID', 'ChallengeResponseFailed'])

/** The address from which a SIP client has just failed to sign in; undefined for every other event. */
export function addressOfBadSignIn(event: AmiMessage): string | undefined {
  if (!badSignIns.has(event.Event ?? '') || event.Service !== 'PJSIP') return undefined
  // As IPV4/UDP/192.0.2.1/5060.
  return event.RemoteAddress?.split('/')[2]
}

/** Whether a SIP client has just signed in: to call, or to register or end its registration, which happens right after. */
export function isSignIn(event: AmiMessage): boolean {
  return event.Event === 'SuccessfulAuth' && event.Service === 'PJSIP'
}
