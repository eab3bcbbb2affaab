import { findContacts } from '../../../../core/contact/find-contacts.ts'
import { getGroup } from '../../../../core/group/get-group.ts'
import { shared } from '../../../schemas.ts'
import { expandQuery } from '../../about.ts'
import { contactContract, contactEntity } from '../../contacts/contact.wire.ts'
import { contactShapes } from '../../contacts/expand.ts'
import { pathId } from '../../ids.ts'
import { listAnswer } from '../../list-answer.ts'
import { readListQuery } from '../../list-query.ts'
import { operation } from '../../operation.ts'

/** Lists the contacts in a group. */
export const groupContactsList = operation({
  method: 'GET',
  path: 'contactgroups/{GroupId}/contacts',
  role: 'Contacts (read)',
  about: () => ({ summary: 'List the contacts of a group', query: expandQuery, data: shared('Contact'), isList: true }),
  async answer(core, call) {
    const { page, filter, sort } = readListQuery(call.parameters, contactEntity)
    const group = await getGroup(core, call.caller, { id: pathId(call, 'GroupId') })
    const [first, ...thenBy] = sort
    const query = { groupId: group.id, ...(filter && { filter }), sort: first, thenBy }
    const found = await findContacts(core, call.caller, query, page)
    const items = await contactShapes(core, call, found.items)
    const path = `contactgroups/${group.id}/contacts`
    return listAnswer(call, { path, contract: contactContract }, page, { ...found, items })
  },
})
