import { mustExist } from '../../../core/errors.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, string } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'

/** Shows whose key or session it is, and what it may do: enough for a program to test its key. */
export const meGet = operation({
  method: 'GET',
  path: '/me',
  needs: [],
  about: () => ({
    summary: 'Show who signed in, and what that one may do',
    status: 200,
    answer: exactly({
      account: exactly({ name: string, country: orNull(string) }),
      key: orNull(exactly({ id: integer, name: orNull(string), permissions: arrayOf(string) })),
      person: orNull(exactly({ name: string, role: string, permissions: arrayOf(string), token: string })),
    }),
  }),
  async answer(core, { caller, key, person, query }) {
    new Query(query, [])
    const { name, country } = mustExist(await core.store.accounts.byId(caller.accountId), 'account')
    const permissions = [...caller.permissions].sort()
    return {
      status: 200,
      body: {
        account: { name, country },
        key: key ? { id: key.id, name: key.username, permissions } : null,
        person: person ? { name: person.name, role: person.role, permissions, token: person.token } : null,
      },
    }
  },
})
