import { mustExist } from '../../../core/errors.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, string } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { Query } from '../query.ts'

/** Shows whose key it is, and what it may do: enough for a program to test its key. */
export const meGet = operation({
  method: 'GET',
  path: '/me',
  needs: [],
  about: () => ({
    summary: 'Show whose key it is, and what it may do',
    status: 200,
    answer: exactly({
      account: exactly({ name: string, country: orNull(string) }),
      key: exactly({ id: integer, name: orNull(string), permissions: arrayOf(string) }),
    }),
  }),
  async answer(core, { caller, key, query }) {
    new Query(query, [])
    const { name, country } = mustExist(await core.store.accounts.byId(caller.accountId), 'account')
    return {
      status: 200,
      body: {
        account: { name, country },
        key: { id: key.id, name: key.username, permissions: [...caller.permissions].sort() },
      },
    }
  },
})
