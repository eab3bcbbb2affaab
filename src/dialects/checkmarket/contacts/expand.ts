import type { Contact } from '../../../core/contact/contact.ts'
import type { Core } from '../../../core/core.ts'
import { findGroupsOfContact } from '../../../core/membership/find-groups-of-contact.ts'
import { groupShape } from '../contactgroups/group.wire.ts'
import { denials } from '../errors.ts'
import type { CheckMarketCall } from '../operation.ts'
import { contactShape, type Expanded } from './contact.wire.ts'
import { optedOutSince } from './optouts/opted-out-since.ts'

const known = ['groups', 'surveys']

/**
 * Contacts as the vendor shows them, with the members that `expand` asks for: `Groups`, and `Surveys`, of which there
 * are none here.
 *
 * @throws Denial 400 for any other name.
 */
export async function contactShapes(
  core: Core,
  { caller, parameters, base }: CheckMarketCall,
  contacts: readonly Contact[],
) {
  const given = (parameters.get('expand') ?? '').split(',').map((part) => part.trim().toLowerCase())
  const wanted = given.filter((name) => name !== '')
  const unknown = wanted.find((name) => !known.includes(name))
  if (unknown !== undefined) throw denials.invalid(`Could not expand '${unknown}': it must be Groups or Surveys.`)
  const expandedOf = async (contact: Contact): Promise<Expanded> => ({
    ...(wanted.includes('surveys') && { Surveys: [] }),
    ...(wanted.includes('groups') && {
      Groups: (await findGroupsOfContact(core, caller, contact)).map((group) => groupShape(group, base)),
    }),
  })
  const since = await optedOutSince(core, caller.accountId, contacts)
  return Promise.all(
    contacts.map(async (contact, index) =>
      contactShape(contact, base, {
        expanded: await expandedOf(contact),
        optedOutSince: since[index] ?? null,
      }),
    ),
  )
}
