import { removeEntry } from '../../../core/entry/remove-entry.ts'
import { readId } from '../ids.ts'
import { operation } from '../operation.ts'

/** Removes a phone from its group. */
export const phonesDeleteItem = operation({
  name: 'api_phones_delete_item',
  method: 'DELETE',
  url: '/phones/:id',
  revises: 'group',
  about: () => ({ summary: 'Remove a phone', answer: { kind: 'nothing' } }),
  async answer(core, { caller, params }) {
    await removeEntry(core, caller, readId(params.id))
    return { kind: 'nothing' }
  },
})
