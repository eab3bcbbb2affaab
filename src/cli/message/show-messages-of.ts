import type { MessagesOfNumber } from '../../core/message/explain-messages.ts'
import { quote } from '../changes/describe-change.ts'
import { isoTime } from '../table.ts'
import { showIncoming } from './inbox.ts'
import { describeState, showMessage } from './show-message.ts'

/** What was written to a number and by it, and what may be yet, in lines. */
export function describeMessages({ sent, received, coming }: MessagesOfNumber): string[] {
  return [
    ...sent.map((message) => {
      const { id, bulkId, sentAt, dueAt } = message
      const ofBulk = bulkId === null ? '' : ` of bulk ${bulkId}`
      const when = sentAt === null ? `due ${isoTime(dueAt)}` : `left ${isoTime(sentAt)}`
      return `message ${id}${ofBulk}: ${describeState(message)}, ${when}`
    }),
    ...received.map(({ receivedAt, text, optsOut }) => {
      const stop = optsOut ? ', and wants no more' : ''
      return `wrote ${quote(text.replaceAll(/\s+/g, ' ').slice(0, 60))} at ${isoTime(receivedAt)}${stop}`
    }),
    ...coming.map(({ bulk: { id, state }, groupIds }) => {
      const groups = `${groupIds.length === 1 ? 'group' : 'groups'} ${groupIds.join(', ')}`
      return `bulk ${id} is ${state}, and has not come to it yet, by ${groups}`
    }),
  ]
}

/** The same for programs. */
export function showMessages({ sent, received, coming }: MessagesOfNumber): object {
  return {
    messages: sent.map(showMessage),
    received: received.map(showIncoming),
    comingBulks: coming.map(({ bulk: { id, state }, groupIds }) => ({ bulkId: id, state, groupIds })),
  }
}
