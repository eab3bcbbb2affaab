import { findExtensions } from '../../../../core/extension/find-extensions.ts'
import { readSecret } from '../../../../core/extension/read-secret.ts'
import { decode, oneOf, optional, schemaOf } from '../../../fields.ts'
import { arrayOf, exactly } from '../../../schemas.ts'
import { found, withRevisions } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { readConditions, searchBody } from '../../search.ts'
import { shownToSome, shownUser, userRow } from './user.wire.ts'

const names = ['name', 'number', 'mapped'] as const
const status = oneOf('all', 'mapped', '')

/** Finds PBX users, all at once and not in pages. No user is ever mapped to an operator number here. */
export const usersSearch = operation({
  name: 'pbx/users/search',
  page: '2-SimotelAPI/v4/4-users/2-users_search.md',
  about: () => ({
    summary: 'Find PBX users',
    body: searchBody(names, { status: schemaOf(status) }),
    data: arrayOf(exactly({ ...shownUser, ...shownToSome }, ...Object.keys(shownToSome))),
  }),
  async handle(core, { caller, body, settings, headers }) {
    const { mapped, ...query } = readConditions(body, names)
    const wanted = decode(body, { status: optional(status) })
    if (mapped || wanted.status === 'mapped') return found([])
    const extensions = await findExtensions(core, caller, query)
    const rows = extensions.map((each) => userRow(each, readSecret(core, caller, each), settings.timeZone))
    return withRevisions({ headers }, extensions, found(rows))
  },
})
