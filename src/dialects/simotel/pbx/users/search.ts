import { findExtensions } from '../../../../core/extension/find-extensions.ts'
import { readSecret } from '../../../../core/extension/read-secret.ts'
import { decode, oneOf, optional } from '../../../fields.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { readConditions } from '../../search.ts'
import { userRow } from './user.wire.ts'

/** Finds PBX users, all at once and not in pages. No user is ever mapped to an operator number here. */
export const usersSearch = operation({
  name: 'pbx/users/search',
  page: '2-SimotelAPI/v4/4-users/2-users_search.md',
  async handle(core, { caller, body, settings }) {
    const { mapped, ...query } = readConditions(body, ['name', 'number', 'mapped'])
    const { status } = decode(body, { status: optional(oneOf('all', 'mapped', '')) })
    if (mapped || status === 'mapped') return found([])
    const extensions = await findExtensions(core, caller, query)
    return found(extensions.map((each) => userRow(each, readSecret(core, caller, each), settings.timeZone)))
  },
})
