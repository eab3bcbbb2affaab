import { getEntry } from '../../../core/entry/get-entry.ts'
import { readId } from '../ids.ts'
import { operation } from '../operation.ts'
import { onePhoneResource } from './phone-resources.ts'

/** Shows one phone, whatever its group. */
export const phonesGetItem = operation({
  name: 'api_phones_get_item',
  method: 'GET',
  url: '/phones/:id',
  about: () => ({ summary: 'Show a phone', answer: { kind: 'resource', type: 'phones', status: 200 } }),
  async answer(core, { caller, params }) {
    const entry = await getEntry(core, caller, readId(params.id))
    return { kind: 'resource', status: 200, resource: await onePhoneResource(core, caller, entry) }
  },
})
