import { cancelMessages, removeMessages } from '../../../core/message/stop-messages.ts'
import { exactly, integer } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { stoppedByKey } from './sms.wire.ts'
import { filterQuery, readFilter } from './sms-filter.ts'

// The official client sends a body that says nothing, and takes the first member of the answer for the count.

/** Stops the messages that the filters of the query find and that have not left. The body says nothing. */
export const smsBatchCancel = operation({
  name: 'sms_ops_cancel',
  method: 'POST',
  url: '/sms/ops/batch_cancel',
  about: () => ({
    summary: 'Stop messages that have not left',
    query: filterQuery,
    answer: { kind: 'document', schema: exactly({ canceled_sms_count: integer }) },
  }),
  async answer(core, { caller, query }) {
    const count = await cancelMessages(core, caller, { filter: readFilter(query) }, stoppedByKey)
    return { kind: 'document', document: { canceled_sms_count: count } }
  },
})

/** Removes the messages that the filters of the query find. The body says nothing. */
export const smsBatchDelete = operation({
  name: 'sms_ops_delete',
  method: 'POST',
  url: '/sms/ops/batch_delete',
  about: () => ({
    summary: 'Remove messages',
    query: filterQuery,
    answer: { kind: 'document', schema: exactly({ deleted_sms_count: integer }) },
  }),
  async answer(core, { caller, query }) {
    const count = await removeMessages(core, caller, { filter: readFilter(query) })
    return { kind: 'document', document: { deleted_sms_count: count } }
  },
})
