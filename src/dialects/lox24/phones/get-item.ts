import { getEntry } from '../../../core/entry/get-entry.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
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
    const id = readId(params.id)
    // The group first: where it gets another list meanwhile, its revision is older than the phone, and holds no more.
    const revision = revisionOf(await getGroup(core, caller, { entryId: id }))
    const entry = await getEntry(core, caller, id)
    return { kind: 'resource', status: 200, resource: await onePhoneResource(core, caller, entry), revision }
  },
})
