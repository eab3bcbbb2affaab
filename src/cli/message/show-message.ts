import type { Message } from '../../core/message/message.ts'
import { isoTime } from '../table.ts'

/** A message as a program reads it. */
export function showMessage(message: Message): Readonly<Record<string, unknown>> {
  const { plannedAt, dueAt, validUntil, sentAt, endedAt, createdAt, price, claimedBy, ...rest } = message
  const time = (at: number | null) => (at === null ? null : isoTime(at))
  return {
    ...rest,
    price: price / 1_000_000,
    isLeaving: claimedBy !== null,
    ...{
      createdAt: isoTime(createdAt),
      plannedAt: time(plannedAt),
      dueAt: isoTime(dueAt),
      validUntil: isoTime(validUntil),
    },
    ...{ sentAt: time(sentAt), endedAt: time(endedAt) },
  }
}

/** The state of a message with its reason, for people. */
export function describeState({ state, reason, isUncertain }: Message): string {
  const doubt = isUncertain && reason !== 'uncertain' ? ', was uncertain' : ''
  return `${state}${reason === null ? '' : `: ${reason}`}${doubt}`
}
