import { findContactPage } from '../../../core/contact/find-contact-page.ts'
import { findExtensions } from '../../../core/extension/find-extensions.ts'
import { findGroupsOfPhone, groupsOfPhoneAtMost } from '../../../core/group/find-groups-of-phone.ts'
import { findIncomingRules } from '../../../core/incoming-rule/find-incoming-rules.ts'
import { planOfAccount } from '../../../core/number/plan-of-account.ts'
import { findOptOuts } from '../../../core/opt-out/find-opt-outs.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared, string } from '../../schemas.ts'
import { action, shows } from '../action.ts'
import { contactWire } from '../contacts/contact.wire.ts'
import { namingFields } from '../naming-fields.ts'
import { optOutWire } from '../opt-outs/opt-out.wire.ts'
import { neededText, pageParameters } from '../parameters.ts'
import { holdingSchema, holdingWire, ruleSchema, ruleWire } from './holding.wire.ts'

/** Contacts that are named at the most. `GET /contacts?q=` names all. */
const mostContacts = 20

/** Finds a number in all of the account. */
export const findOperation = action({
  does: 'GET /find',
  summary: 'Find a number in any spelling: in groups, contacts, extensions, lists of callers and opt-outs',
  needs: ['group.find', 'contact.find', 'extension.find', 'incoming-rule.find', 'opt-out.find'],
  query: { number: neededText('say which number'), ...pageParameters(groupsOfPhoneAtMost) },
  answers: exactly({
    ...{ number: string, problem: orNull(string), groups: arrayOf(holdingSchema), next: orNull(integer) },
    ...{ contacts: arrayOf(shared('contact')), incomingRules: arrayOf(ruleSchema), optOuts: arrayOf(shared('optOut')) },
    extensions: arrayOf(exactly({ id: integer, hexId: string, number: string, name: string })),
  }),
  async answer(core, { caller, asked: { number: given, after, limit } }) {
    const found = findGroupsOfPhone(core, caller, given, { after, limit })
    const { phone, problem, groups, next } = await namingFields(found, { phone: 'number' })
    const spellings = (await planOfAccount(core, caller.accountId)).spellingsOf(phone)
    const matches = spellings.map((text) => ({ number: { text, alike: false } }))
    const { contacts } = await findContactPage(core, caller, matches, { limit: mostContacts })
    const extensions = await Promise.all(matches.map((match) => findExtensions(core, caller, match)))
    const rules = await findIncomingRules(core, caller, { number: { text: phone, alike: false } })
    const { optOuts } = problem === null ? await findOptOuts(core, caller, { address: phone }) : { optOuts: [] }
    return shows({
      ...{ number: phone, problem, groups: groups.map(holdingWire), next, contacts: contacts.map(contactWire) },
      ...{ incomingRules: rules.map(ruleWire), optOuts: optOuts.map(optOutWire) },
      extensions: extensions.flat().map(({ id, hexId, number, name }) => ({ id, hexId, number, name })),
    })
  },
})
