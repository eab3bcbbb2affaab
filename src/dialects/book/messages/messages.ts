import { Refusal } from '../../../core/errors.ts'
import { allOf, comparing } from '../../../core/filter/comparing.ts'
import type { Filter } from '../../../core/filter/filter.ts'
import { findBalance, findMessages, getMessage } from '../../../core/message/find-messages.ts'
import { type MessageField, messageStates } from '../../../core/message/message.ts'
import { sendMessage, tryMessage } from '../../../core/message/send-message.ts'
import { cancelMessages, removeMessage } from '../../../core/message/stop-messages.ts'
import { planOfAccount } from '../../../core/number/plan-of-account.ts'
import { readNumber } from '../../../core/number/read-number.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, gone, made, shows } from '../action.ts'
import { pageOf } from '../pages.ts'
import { countParameter, idParameter, momentParameter, textParameter, wordParameter } from '../parameters.ts'
import { groupIdSchema, momentOrNull, refIn } from '../values.ts'
import { balanceSchema, messageFields, messageWire, moneyOf, triedMessageWire } from './message.wire.ts'

const inPath = { id: groupIdSchema }

/** The reason that a message shows that a program has stopped. */
export const stoppedByProgram = 'stopped by a program'

/** The calls about messages to one number. */
export const messageOperations = [
  action({
    does: 'GET /messages',
    summary: 'List the messages, the newest first',
    needs: ['message.find'],
    query: {
      ...{ state: wordParameter(messageStates), number: textParameter, bulk: idParameter, label: idParameter },
      ...{ since: momentParameter, until: momentParameter, before: idParameter, limit: countParameter(1, 1000, 100) },
    },
    answers: exactly({ messages: arrayOf(shared('message')), next: orNull(integer) }),
    async answer(core, { caller, asked: { limit, number, ...asked } }) {
      const spellings = number === undefined ? undefined : await spellingsOf(number)
      const tests: Filter<MessageField>[] = [
        ...comparing<MessageField>('state', 'eq', asked.state),
        ...comparing<MessageField>('bulkId', 'eq', asked.bulk),
        ...comparing<MessageField>('label', 'eq', asked.label),
        ...comparing<MessageField>('createdAt', 'ge', asked.since),
        ...comparing<MessageField>('createdAt', 'lt', asked.until),
        ...comparing<MessageField>('id', 'lt', asked.before),
        ...(spellings
          ? [{ kind: 'or', of: spellings.flatMap((each) => comparing('number', 'eq', each)) } as const]
          : []),
      ]
      const found = await findMessages(core, caller, allOf(tests), { start: 0, count: limit + 1 })
      const { items, next } = pageOf(found.items, limit)
      return shows({ messages: items.map(messageWire), next })

      async function spellingsOf(given: string): Promise<readonly string[]> {
        const read = readNumber(given)
        const plain = 'number' in read ? read.number : given
        return [...new Set([plain, (await planOfAccount(core, caller.accountId)).keyOf(plain)])]
      }
    },
  }),
  action({
    does: 'POST /messages',
    summary: 'Send a message',
    needs: ['message.add'],
    body: messageFields,
    status: 201,
    answers: shared('message'),
    async answer(core, { caller, given, call }) {
      const message = await sendMessage(core, caller, { ...given, address: call.address })
      return made(`/messages/${message.id}`, messageWire(message))
    },
  }),
  action({
    does: 'POST /messages/dryrun',
    summary: 'Tell what sending a message would do',
    needs: ['message.add'],
    body: messageFields,
    answers: shared('triedMessage'),
    async answer(core, { caller, given }) {
      return shows(triedMessageWire(await tryMessage(core, caller, given)))
    },
  }),
  action({
    does: 'GET /messages/:id',
    summary: 'Show a message',
    needs: ['message.find'],
    inPath,
    answers: shared('message'),
    async answer(core, { caller, params }) {
      return shows(messageWire(await getMessage(core, caller, refIn(params.id, 'message'))))
    },
  }),
  action({
    does: 'POST /messages/:id/cancel',
    summary: 'Stop a message that has not left',
    needs: ['message.find', 'message.update'],
    inPath,
    answers: shared('message'),
    async answer(core, { caller, params }) {
      const { id, state } = await getMessage(core, caller, refIn(params.id, 'message'))
      const one = allOf(comparing('id', 'eq', id))
      if ((await cancelMessages(core, caller, one, stoppedByProgram)) === 0)
        throw new Refusal('conflict', `the message is ${state}: only one that is queued and not leaving can be stopped`)
      return shows(messageWire(await getMessage(core, caller, { id })))
    },
  }),
  action({
    does: 'DELETE /messages/:id',
    summary: 'Remove a message: one that waits does not leave any more',
    needs: ['message.remove'],
    ...{ inPath, status: 204 },
    async answer(core, { caller, params }) {
      await removeMessage(core, caller, refIn(params.id, 'message'))
      return gone
    },
  }),
  action({
    does: 'GET /balance',
    summary: 'Show what was spent on messages, and what is left',
    needs: ['message.find'],
    answers: balanceSchema,
    async answer(core, { caller }) {
      const { left, spent, changedAt } = await findBalance(core, caller)
      return shows({
        left: left === null ? null : moneyOf(left),
        spent: moneyOf(spent),
        changedAt: momentOrNull(changedAt),
      })
    },
  }),
]
