import { createContact } from '../../../core/contact/create-contact.ts'
import { Refusal } from '../../../core/errors.ts'
import { decode, optional, schemaOf, schemaOfFields } from '../../fields.ts'
import { shared, string } from '../../schemas.ts'
import type { BodyModel } from '../body.ts'
import { type CheckMarketCall, operation } from '../operation.ts'
import { contactResult } from '../result.ts'
import { integer } from '../values.ts'
import { contactBody, contactFields, readContact } from './contact-body.ts'
import { defaultLanguage } from './language.ts'

const members = [...contactBody.members, 'ContactGroupId'].toSorted((a, b) => (a < b ? -1 : 1))
const body: BodyModel = { ...contactBody, members, numbers: ['ContactGroupId'] }

const groupField = { ContactGroupId: optional(integer(1, 2 ** 31 - 1)) }

/**
 * Makes a contact, in the group that `ContactGroupId` names. The answer says why a contact was not made, with HTTP 200.
 */
export const contactsCreate = operation({
  method: 'POST',
  path: 'contacts',
  role: 'Contacts (write)',
  body,
  about: () => ({
    summary: 'Make a contact',
    query: { ContactGroupId: schemaOf(groupField.ContactGroupId.read), DefaultLanguage: string },
    body: schemaOfFields({ ...contactFields, ...groupField }),
    data: shared('ContactCreateResult'),
  }),
  async answer(core, call) {
    const groupId = readGroupId(call)
    const { fields, failure } = readContact(call.body, defaultLanguage(call.parameters))
    if (fields.email === null) return { data: contactResult({ failure: 'No e-mail address specified' }) }
    if (failure !== null) return { data: contactResult({ failure }) }
    try {
      return { data: contactResult(await createContact(core, call.caller, { ...fields, ...(groupId && { groupId }) })) }
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not_found') throw error
      return { data: contactResult({ failure: 'The group with the given Id does not exist.' }) }
    }
  },
})

/** The group of the query string, as the vendor documents it, or of the body. */
function readGroupId({ parameters, body }: CheckMarketCall): number | null {
  const inQuery = parameters.get('contactgroupid')
  const given = inQuery === undefined ? body : { ContactGroupId: inQuery }
  const { ContactGroupId } = decode(given, groupField)
  return ContactGroupId ?? null
}
