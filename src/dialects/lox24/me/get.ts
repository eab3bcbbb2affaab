import { findGroups } from '../../../core/group/find-groups.ts'
import { groupIri } from '../groups/group.wire.ts'
import { operation } from '../operation.ts'

/** Groups that the answer names at most. `GET /groups` lists all of them. */
const mostGroups = 1000

/** Shows the account, which is enough for a client to test its key. There is no money here: the balance is always 0. */
export const meGet = operation({
  name: 'getAccountInfo',
  method: 'GET',
  url: '/me',
  hasSuffix: true,
  async answer(core, { caller, clientId }) {
    const sort = { by: 'hexId', descending: false } as const
    const { items } = await findGroups(core, caller, { sort }, { start: 0, count: mostGroups })
    return {
      kind: 'resource',
      status: 200,
      resource: {
        type: 'client',
        iri: '/me',
        fields: {
          id: Number(clientId),
          currency: 'EUR',
          balance_amount: 0,
          balance_changed_at: null,
          is_text_deleted: false,
          services: [],
          groups: Object.fromEntries(items.map(({ id }) => [String(id), groupIri(id)])),
        },
      },
    }
  },
})
