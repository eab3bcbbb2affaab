import type { Filter } from '../../../core/filter/filter.ts'
import { findIncomingMessages, getIncomingMessage } from '../../../core/incoming-message/find-incoming-messages.ts'
import type { IncomingMessageField } from '../../../core/incoming-message/incoming-message.ts'
import { removeIncomingMessage } from '../../../core/incoming-message/remove-incoming-message.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, gone, shows } from '../action.ts'
import { countParameter, idParameter, momentParameter, textParameter } from '../parameters.ts'
import { groupIdSchema, refIn } from '../values.ts'
import { incomingMessageWire } from './incoming-message.wire.ts'

const inPath = { id: groupIdSchema }

/** The calls about messages that people wrote. */
export const incomingMessageOperations = [
  action({
    does: 'GET /incoming-messages',
    summary: 'List the messages that came in, the newest first',
    needs: ['message.find'],
    query: {
      ...{ from: textParameter, to: textParameter, since: momentParameter, until: momentParameter },
      ...{ before: idParameter, limit: countParameter(1, 1000, 100) },
    },
    answers: exactly({ messages: arrayOf(shared('incomingMessage')), next: orNull(integer) }),
    async answer(core, { caller, asked: { limit, from, to, since, until, before } }) {
      const of: Filter<IncomingMessageField>[] = [
        ...test('from', 'eq', from),
        ...test('to', 'eq', to),
        ...test('receivedAt', 'ge', since),
        ...test('receivedAt', 'lt', until),
        ...test('id', 'lt', before),
      ]
      const filter = of.length > 0 && { filter: { kind: 'and', of } as const }
      const { items } = await findIncomingMessages(core, caller, { ...filter }, { start: 0, count: limit + 1 })
      const messages = items.slice(0, limit)
      const next = items.length > limit ? (messages.at(-1)?.id ?? null) : null
      return shows({ messages: messages.map(incomingMessageWire), next })
    },
  }),
  action({
    does: 'GET /incoming-messages/:id',
    summary: 'Show a message that came in',
    needs: ['message.find'],
    inPath,
    answers: shared('incomingMessage'),
    async answer(core, { caller, params }) {
      return shows(incomingMessageWire(await getIncomingMessage(core, caller, refIn(params.id, 'message'))))
    },
  }),
  action({
    does: 'DELETE /incoming-messages/:id',
    summary: 'Remove a message that came in: an opt-out that it was stays',
    needs: ['message.remove'],
    ...{ inPath, status: 204 },
    async answer(core, { caller, params }) {
      await removeIncomingMessage(core, caller, refIn(params.id, 'message'))
      return gone
    },
  }),
]

function test(
  field: IncomingMessageField,
  by: 'eq' | 'ge' | 'lt',
  value: string | number | undefined,
): Filter<IncomingMessageField>[] {
  return value === undefined ? [] : [{ kind: 'compare', field, by, value }]
}
