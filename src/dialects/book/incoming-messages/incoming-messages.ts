import { allOf, comparing } from '../../../core/filter/comparing.ts'
import { findIncomingMessages, getIncomingMessage } from '../../../core/incoming-message/find-incoming-messages.ts'
import type { IncomingMessageField } from '../../../core/incoming-message/incoming-message.ts'
import { removeIncomingMessage } from '../../../core/incoming-message/remove-incoming-message.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, gone, shows } from '../action.ts'
import { pageOf } from '../pages.ts'
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
      const query = allOf<IncomingMessageField>([
        ...comparing('from', 'eq', from),
        ...comparing('to', 'eq', to),
        ...comparing('receivedAt', 'ge', since),
        ...comparing('receivedAt', 'lt', until),
        ...comparing('id', 'lt', before),
      ])
      const found = await findIncomingMessages(core, caller, query, { start: 0, count: limit + 1 })
      const { items, next } = pageOf(found.items, limit)
      return shows({ messages: items.map(incomingMessageWire), next })
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
