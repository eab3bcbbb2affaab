import { isFinal, type Message } from './message.ts'

/** What came of a try to send a message. */
export type Outcome =
  | { readonly kind: 'sent'; readonly carrier: string; readonly carrierIds: readonly string[] }
  | { readonly kind: 'failed' | 'expired' | 'skipped'; readonly reason: string }
  /** It did not leave, and is tried again. */
  | { readonly kind: 'later'; readonly dueAt: number }
  /** It may have left. Whether it is sent again is the operator's rule. */
  | { readonly kind: 'uncertain'; readonly sendsAgain: boolean }

/** The reason of a message that may have left, and is not sent again. */
export const uncertainReason = 'uncertain'

/** Whether an outcome still applies: to a message that this run has in its hands, and to a late word on an uncertain one. */
export function applies(message: Message, outcome: Outcome, run: string): boolean {
  if (message.state === 'queued') return message.claimedBy === run
  return outcome.kind === 'sent' && message.state === 'failed' && message.reason === uncertainReason
}

/** A message after a try. */
export function settled(message: Message, outcome: Outcome, now: number): Message {
  const free = { ...message, claimedBy: null }
  switch (outcome.kind) {
    case 'sent':
      return withoutText({ ...free, state: 'sent', reason: null, sentAt: now, endedAt: null })
    case 'later':
      return { ...free, dueAt: outcome.dueAt }
    case 'uncertain':
      return outcome.sendsAgain
        ? { ...free, isUncertain: true }
        : withoutText({ ...free, isUncertain: true, state: 'failed', reason: uncertainReason, endedAt: now })
    default:
      return withoutText({ ...free, state: outcome.kind, reason: outcome.reason, price: 0, endedAt: now })
  }
}

/** A message that a caller stops before it has left. */
export function cancelled(message: Message, reason: string, now: number): Message {
  return withoutText({ ...message, state: 'cancelled', reason, price: 0, endedAt: now })
}

/** What is known of the parts of a message that has left. */
export interface PartState {
  readonly state: 'sent' | 'delivered' | 'failed' | 'expired'
  readonly problem: string | null
}

/** A message after a receipt: one part that does not arrive decides, and else all of them have to. */
export function received(message: Message, parts: readonly PartState[], at: number): Message {
  if (message.state !== 'sent') return message
  const lost = parts.find(({ state }) => state === 'failed' || state === 'expired')
  if (lost) {
    const state = lost.state as 'failed' | 'expired'
    return { ...message, state, reason: lost.problem ?? 'the carrier tells no reason', endedAt: at }
  }
  const isWhole = parts.every(({ state }) => state === 'delivered')
  return isWhole ? { ...message, state: 'delivered', endedAt: at } : message
}

function withoutText(message: Message): Message {
  const hasLeft = message.state === 'sent' || isFinal(message.state)
  return message.forgetsText && hasLeft ? { ...message, text: '' } : message
}
