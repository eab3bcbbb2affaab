import { addEntry } from '../../../core/entry/add-entry.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import { bodyOf } from '../about.ts'
import { denials } from '../errors.ts'
import { readId } from '../ids.ts'
import { memberOf, resourceOf } from '../members.ts'
import { operation } from '../operation.ts'
import { draftOf, phoneBody, phoneViolations, readPhone } from './phone.wire.ts'
import { onePhoneResource } from './phone-resources.ts'

/**
 * Adds a phone to a group. A phone that is there already keeps its id and its place, and takes the values that are
 * given.
 */
export const phonesPostCollection = operation({
  name: 'api_phones_post_collection',
  method: 'POST',
  url: '/groups/:id/phones',
  revises: 'group',
  hasSuffix: true,
  about: () => ({
    summary: 'Add a phone to a group',
    body: bodyOf(phoneBody(), 'phone'),
    answer: { kind: 'resource', type: 'phones', status: 201 },
  }),
  async answer(core, { caller, params, body }) {
    const { id } = await getGroup(core, caller, { id: readId(params.id) })
    const { value, isLinked } = body()
    const members = resourceOf(value, 'phones')
    if (isLinked && memberOf(members, '@id') !== undefined) throw denials.updateOnly()
    const given = readPhone(members)
    const violations = phoneViolations(given, true)
    if (violations.length > 0) throw denials.violations(violations)
    const entry = await addEntry(core, caller, { id }, draftOf(given))
    return { kind: 'resource', status: 201, resource: await onePhoneResource(core, caller, entry) }
  },
})
