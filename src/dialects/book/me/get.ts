import { mustExist } from '../../../core/errors.ts'
import { operation } from '../operation.ts'

/** Shows whose key it is, and what it may do: enough for a program to test its key. */
export const meGet = operation({
  method: 'GET',
  path: '/me',
  needs: [],
  async answer(core, { caller, key }) {
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
