import { getOptOut } from '../../../core/opt-out/get-opt-out.ts'
import { removeOptOuts } from '../../../core/opt-out/remove-opt-outs.ts'
import { denials } from '../errors.ts'
import { readId } from '../ids.ts'
import { operation } from '../operation.ts'
import { collectionIri, isBlockedNumber, isOfCustomer } from './blocked-number.wire.ts'

/**
 * Lifts a block that a key of this vendor has made. The customer takes back its own act, which is the consent that the
 * change keeps. A number that was closed elsewhere, or whose owner has unsubscribed, stays closed.
 */
export const blockedNumbersDeleteItem = operation({
  name: 'api_blocked_numbers_delete_item',
  method: 'DELETE',
  url: '/blocked_numbers/:id',
  about: () => ({ summary: 'Lift a block that a key has made', answer: { kind: 'nothing' } }),
  async answer(core, { caller, params }) {
    const id = readId(params.id)
    const optOut = await getOptOut(core, caller, id)
    if (!isBlockedNumber(optOut)) throw denials.notFound()
    if (!isOfCustomer(optOut)) throw denials.staysBlocked()
    const consent = `the customer took back its own block: DELETE ${collectionIri}/${id} by key ${caller.credentialId}`
    await removeOptOuts(core, caller, { id }, consent)
    return { kind: 'nothing' }
  },
})
