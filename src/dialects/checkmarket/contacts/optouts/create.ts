import { Refusal } from '../../../../core/errors.ts'
import { closeContact } from '../../../../core/opt-out/close-contact.ts'
import { decode, optional, schemaOfFields } from '../../../fields.ts'
import { shared } from '../../../schemas.ts'
import type { BodyModel } from '../../body.ts'
import { readInstant } from '../../dates.ts'
import { operation } from '../../operation.ts'
import { result } from '../../result.ts'
import { integer, words } from '../../values.ts'

/** The body of a new opt-out, which is in no stored page (docs/wire/checkmarket.md §5.4). */
const body: BodyModel = {
  roots: ['OptOut', 'Contact'],
  members: ['ContactId', 'DateOptOut', 'Email', 'Phone'],
  numbers: ['ContactId'],
}

const fields = {
  ContactId: optional(integer(1, 2 ** 31 - 1)),
  DateOptOut: optional(words(40)),
  Email: optional(words(100)),
  Phone: optional(words(30)),
}

/**
 * Closes somebody for surveys: a contact by its id, by all its addresses, or an e-mail address or a number. Somebody
 * who is closed already stays so, which is success. The answer says why it is not done, with HTTP 200.
 */
export const optoutsCreate = operation({
  method: 'POST',
  path: 'contacts/optouts',
  role: 'Contacts (write)',
  body,
  about: () => ({
    summary: 'Close somebody for surveys',
    body: schemaOfFields(fields),
    data: shared('ManipulationResult'),
  }),
  async answer(core, { caller, body }) {
    const { ContactId = null, DateOptOut, Email, Phone } = decode(body, fields)
    const since = DateOptOut ? readInstant(DateOptOut.trim()) : core.clock.now()
    if (since === undefined || since > core.clock.now()) return { data: result('Invalid date') }
    try {
      const given = { contactId: ContactId, email: Email?.trim() || null, number: Phone?.trim() || null }
      await closeContact(core, caller, given, { channel: 'surveys', since })
    } catch (error) {
      const failure = error instanceof Refusal ? failures[`${error.code} ${error.field ?? ''}`] : undefined
      if (failure === undefined) throw error
      return { data: result(failure) }
    }
    return { data: result() }
  },
})

/** The failures as the vendor words its own, by code and field; null for what is as it was wished. */
const failures: Readonly<Record<string, string | null>> = {
  'number_taken number': null,
  'not_found ': 'The contact with the given Id does not exist.',
  'missing_value ': 'No e-mail address specified',
  'invalid_value email': 'Invalid e-mail address specified',
  'invalid_value number': 'Invalid phone number specified',
}
