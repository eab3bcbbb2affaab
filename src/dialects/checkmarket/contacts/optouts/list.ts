import { findOptOutPage } from '../../../../core/opt-out/find-opt-out-page.ts'
import { shared } from '../../../schemas.ts'
import { listAnswer } from '../../list-answer.ts'
import { readListQuery } from '../../list-query.ts'
import { operation } from '../../operation.ts'
import { contactsOfOptOuts } from './contacts-of-opt-outs.ts'
import { optOutContract, optOutEntity, optOutShape } from './opt-out.wire.ts'

/** Lists the opt-outs that close surveys. */
export const optoutsList = operation({
  method: 'GET',
  path: 'contacts/optouts',
  role: 'Contacts (read)',
  cacheSeconds: 86_400,
  about: () => ({ summary: 'List the opt-outs that close surveys', data: shared('OptOut'), isList: true }),
  async answer(core, call) {
    const { page, filter, sort } = readListQuery(call.parameters, optOutEntity)
    const query = { closing: 'surveys', sort, ...(filter && { filter }) } as const
    const found = await findOptOutPage(core, call.caller, query, page)
    const contactOf = await contactsOfOptOuts(core, call.caller, found.items)
    const items = found.items.map((optOut) => optOutShape(optOut, contactOf(optOut)))
    return listAnswer(call, { path: 'contacts/optouts', contract: optOutContract }, page, { ...found, items })
  },
})
