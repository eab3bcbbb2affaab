import { getEntry } from '../../../core/entry/get-entry.ts'
import { updateEntry } from '../../../core/entry/update-entry.ts'
import { bodyOf } from '../about.ts'
import { denials } from '../errors.ts'
import { readId } from '../ids.ts'
import { resourceOf } from '../members.ts'
import { operation } from '../operation.ts'
import { phoneBody, phoneViolations, readPhone, updateOf } from './phone.wire.ts'
import { onePhoneResource } from './phone-resources.ts'

/** Changes a phone, its columns or its callback data. An absent member keeps its value. */
export const phonesPutItem = operation({
  name: 'api_phones_put_item',
  method: 'PUT',
  url: '/phones/:id',
  revises: 'group',
  about: () => ({
    summary: 'Change a phone',
    body: bodyOf(phoneBody()),
    answer: { kind: 'resource', type: 'phones', status: 200 },
  }),
  async answer(core, { caller, params, body }) {
    const { id } = await getEntry(core, caller, readId(params.id))
    const given = readPhone(resourceOf(body().value, 'phones'))
    const violations = phoneViolations(given, false)
    if (violations.length > 0) throw denials.violations(violations)
    const entry = await updateEntry(core, caller, id, updateOf(given))
    return { kind: 'resource', status: 200, resource: await onePhoneResource(core, caller, entry) }
  },
})
