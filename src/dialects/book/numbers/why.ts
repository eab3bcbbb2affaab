import { explainNumber, type NumberInCampaigns } from '../../../core/campaign/explain-number.ts'
import { findGroupsOfPhone, groupsOfPhoneAtMost } from '../../../core/group/find-groups-of-phone.ts'
import { findRuleOfCaller } from '../../../core/incoming-rule/find-rule-of-caller.ts'
import { explainMessages, type MessagesOfNumber } from '../../../core/message/explain-messages.ts'
import type { MayContact } from '../../../core/opt-out/contact-checks.ts'
import { explainContact } from '../../../core/opt-out/explain-contact.ts'
import { channels } from '../../../core/opt-out/opt-out.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, boolean, exactly, integer, shared, string } from '../../schemas.ts'
import { action, shows } from '../action.ts'
import { targetWire } from '../campaigns/run.wire.ts'
import { incomingMessageWire } from '../incoming-messages/incoming-message.wire.ts'
import { messageWire } from '../messages/message.wire.ts'
import { optOutWire } from '../opt-outs/opt-out.wire.ts'
import { neededText } from '../parameters.ts'
import { moment, momentSchema } from '../values.ts'
import { holdingSchema, holdingWire, ruleSchema, ruleWire } from './holding.wire.ts'

const nowhere = { groups: [], next: null }
const uncalled: NumberInCampaigns = { targets: [], older: 0, coming: [] }
const unwritten: MessagesOfNumber = { sent: [], received: [], coming: [] }

const reason = exactly(
  { code: string, problem: string, optOut: integer, until: momentSchema, contacts: integer },
  ...['problem', 'optOut', 'until', 'contacts'],
)
const answerSchema = exactly({ may: boolean, reason: orNull(reason) })
const comingSchema = exactly({ id: integer, name: orNull(string), state: string, groups: arrayOf(integer) })

/** Tells whether a number may be contacted, why not, and what was done with it. */
export const whyOperation = action({
  does: 'GET /why',
  summary: 'Tell whether a number may be contacted and why not, and what was done with it',
  needs: ['opt-out.find', 'group.find', 'campaign.find', 'message.find', 'incoming-rule.find'],
  query: { number: neededText('say which number or e-mail address') },
  answers: exactly({
    number: orNull(string),
    channels: exactly(Object.fromEntries(channels.map((channel) => [channel, answerSchema]))),
    ...{ optOuts: arrayOf(shared('optOut')), incomingRule: orNull(ruleSchema) },
    groups: exactly({ first: arrayOf(holdingSchema), hasMore: boolean }),
    campaigns: exactly({ numbers: arrayOf(shared('target')), older: integer, coming: arrayOf(comingSchema) }),
    messages: exactly({
      ...{ sent: arrayOf(shared('message')), received: arrayOf(shared('incomingMessage')) },
      coming: arrayOf(comingSchema),
    }),
  }),
  async answer(core, { caller, asked: { number: given } }) {
    const { number, answers, optOuts } = await explainContact(core, caller, given)
    const { groups, next } =
      number === null ? nowhere : await findGroupsOfPhone(core, caller, number, { limit: groupsOfPhoneAtMost })
    const ids = groups.map(({ id }) => id)
    const called = number === null ? uncalled : await explainNumber(core, caller, number, ids)
    const written = number === null ? unwritten : await explainMessages(core, caller, number, ids)
    const rule = number === null ? undefined : await findRuleOfCaller(core, caller, number)
    return shows({
      number,
      channels: Object.fromEntries(answers.map(({ channel, answer }) => [channel, answerWire(answer)])),
      ...{ optOuts: optOuts.map(optOutWire), incomingRule: rule ? ruleWire(rule) : null },
      groups: { first: groups.map(holdingWire), hasMore: next !== null },
      campaigns: {
        ...{ numbers: called.targets.map(({ target }) => targetWire(target)), older: called.older },
        coming: called.coming.map(({ campaign: { id, name, state }, groupIds }) => ({
          id,
          name,
          state,
          groups: groupIds,
        })),
      },
      messages: {
        ...{ sent: written.sent.map(messageWire), received: written.received.map(incomingMessageWire) },
        coming: written.coming.map(({ bulk: { id, state }, groupIds }) => ({
          id,
          name: null,
          state,
          groups: groupIds,
        })),
      },
    })
  },
})

function answerWire(answer: MayContact): object {
  if (answer.may) return { may: true, reason: null }
  const { code } = answer.reason
  switch (answer.reason.code) {
    case 'not_a_number':
      return { may: false, reason: { code, problem: answer.reason.problem } }
    case 'opted_out':
      return { may: false, reason: { code, optOut: answer.reason.optOut.id } }
    case 'quiet_hours':
      return { may: false, reason: { code, until: moment(answer.reason.until) } }
    case 'contact_limit':
      return { may: false, reason: { code, contacts: answer.reason.contacts } }
  }
}
