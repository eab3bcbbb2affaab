import { findGroups } from '../../../core/group/find-groups.ts'
import { findBalance } from '../../../core/message/find-messages.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, boolean, integer, type Shown, string } from '../../schemas.ts'
import { groupIri } from '../groups/group.wire.ts'
import { operation } from '../operation.ts'
import { amountOf } from '../sms/sms.wire.ts'

/** Groups that the answer names at most. `GET /groups` lists all of them. */
const mostGroups = 1000

/** The members of the account as it is answered. */
export const shownAccount = {
  id: integer,
  currency: string,
  balance_amount: { type: 'number' },
  balance_changed_at: orNull(integer),
  is_text_deleted: boolean,
  services: arrayOf(string),
  groups: { type: 'object', additionalProperties: string, description: 'The paths of the groups, by their ids' },
}

/** Shows the account, which is enough for a client to test its key. The balance is what is left of the budget; 0 where none is set. */
export const meGet = operation({
  name: 'getAccountInfo',
  method: 'GET',
  url: '/me',
  hasSuffix: true,
  about: () => ({ summary: 'Show the account', answer: { kind: 'resource', type: 'client', status: 200 } }),
  async answer(core, { caller, clientId }) {
    const sort = { by: 'hexId', descending: false } as const
    const { items } = await findGroups(core, caller, { sort }, { start: 0, count: mostGroups })
    const { left, changedAt } = await findBalance(core, caller)
    return {
      kind: 'resource',
      status: 200,
      resource: {
        type: 'client',
        iri: '/me',
        fields: {
          id: Number(clientId),
          currency: 'EUR',
          balance_amount: amountOf(left ?? 0),
          balance_changed_at: left === null || changedAt === null ? null : Math.floor(changedAt / 1000),
          is_text_deleted: false,
          services: core.messageRules.routes.map(({ code }) => code),
          groups: Object.fromEntries(items.map(({ id }) => [String(id), groupIri(id)])),
        } satisfies Shown<typeof shownAccount>,
      },
    }
  },
})
