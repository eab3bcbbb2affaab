import { Refusal } from '../../../core/errors.ts'
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
        ...equals('state', asked.state),
        ...equals('bulkId', asked.bulk),
        ...equals('label', asked.label),
        ...(asked.since === undefined ? [] : [compare('createdAt', 'ge', asked.since)]),
        ...(asked.until === undefined ? [] : [compare('createdAt', 'lt', asked.until)]),
        ...(asked.before === undefined ? [] : [compare('id', 'lt', asked.before)]),
        ...(spellings ? [{ kind: 'or', of: spellings.map((each) => compare('number', 'eq', each)) } as const] : []),
      ]
      const filter = tests.length > 0 && { filter: { kind: 'and', of: tests } as const }
      const { items } = await findMessages(core, caller, { ...filter }, { start: 0, count: limit + 1 })
      const messages = items.slice(0, limit)
      const next = items.length > limit ? (messages.at(-1)?.id ?? null) : null
      return shows({ messages: messages.map(messageWire), next })

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
      const filter = compare('id', 'eq', id)
      if ((await cancelMessages(core, caller, { filter }, stoppedByProgram)) === 0)
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

function compare<F extends string>(field: F, by: 'eq' | 'ge' | 'lt', value: string | number) {
  return { kind: 'compare', field, by, value } as const
}

function equals(field: MessageField, value: string | number | undefined): Filter<MessageField>[] {
  return value === undefined ? [] : [compare(field, 'eq', value)]
}
