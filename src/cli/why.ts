import { type Command, Option } from 'commander'
import { explainNumber } from '../core/campaign/explain-number.ts'
import { findGroupsOfPhone } from '../core/group/find-groups-of-phone.ts'
import { findRuleOfCaller } from '../core/incoming-rule/find-rule-of-caller.ts'
import type { IncomingRule } from '../core/incoming-rule/incoming-rule.ts'
import { explainMessages } from '../core/message/explain-messages.ts'
import { explainContact } from '../core/opt-out/explain-contact.ts'
import { type Channel, channels } from '../core/opt-out/opt-out.ts'
import { describeInCampaigns, showInCampaigns } from './campaign/show-in-campaigns.ts'
import { quote } from './changes/describe-change.ts'
import { accountOption, chooseCaller } from './choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from './command.ts'
import type { Edge } from './edge.ts'
import { showRule } from './incoming-rules/show-rule.ts'
import { describeMessages, showMessages } from './message/show-messages-of.ts'
import { describeAnswer, describeOptOut, showAnswer, showOptOut } from './optout/show-opt-out.ts'

interface WhyOptions extends CommonOptions {
  readonly account?: string
  readonly channel?: Channel
}

/** Groups that are named at the most. `dialbook find` names all of them. */
const mostGroups = 20

const nowhere = { groups: [], next: null }
const uncalled = { targets: [], older: 0, coming: [] }
const unwritten = { sent: [], received: [], coming: [] }

/** `dialbook why NUMBER` */
export function addWhy(program: Command, edge: Edge): void {
  addCommand(
    program,
    'why',
    'Says for each channel whether a number may be contacted, and the one reason if not; whether it may call in; what campaigns did with it; and what was written to it and by it.',
  )
    .argument('<number>', 'a number in any spelling, or an e-mail address')
    .addOption(new Option('--channel <channel>', 'Only this one.').choices(channels))
    .option(...accountOption)
    .action((given: string, { account, channel, ...options }: WhyOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, account)
        const { answers, optOuts, number } = await explainContact(core, caller, given, channel && [channel])
        const { groups, next } =
          number === null ? nowhere : await findGroupsOfPhone(core, caller, number, { limit: mostGroups })
        const groupIds = groups.map(({ id }) => id)
        const called = number === null ? uncalled : await explainNumber(core, caller, number, groupIds)
        const written = number === null ? unwritten : await explainMessages(core, caller, number, groupIds)
        const rule = number === null ? undefined : await findRuleOfCaller(core, caller, number)
        const lines = [
          ...answers.map((each) => `${each.channel}: ${describeAnswer(each.answer)}`),
          ...optOuts.map((optOut) => `opt-out ${optOut.id}: ${describeOptOut(optOut)}`),
          ...(rule ? [describeRule(rule)] : []),
          ...groups.map(({ id, name, spellings }) => `in group ${id} ${quote(name)}, as ${spellings.join(' and ')}`),
          ...(next !== null ? ['there are more groups: `dialbook find` names them'] : []),
          ...(number !== null && groups.length === 0 ? ['in no group'] : []),
          ...describeInCampaigns(called),
          ...describeMessages(written),
        ]
        return {
          text: lines.join('\n'),
          json: {
            number,
            channels: Object.fromEntries(answers.map(({ channel, answer }) => [channel, showAnswer(answer)])),
            optOuts: optOuts.map(showOptOut),
            incomingRule: rule ? showRule(rule) : null,
            groups: groups.map(({ id, name, spellings }) => ({ id, name, spellings })),
            ...showInCampaigns(called),
            ...showMessages(written),
          },
        }
      }),
    )
}

/** What becomes of the calls that come in by a trunk from a number that has a rule. */
function describeRule({ id, verdict, number }: IncomingRule): string {
  const outcome = verdict === 'block' ? 'are refused: blocked' : 'come in: allowed'
  return `calls from it by a trunk ${outcome} as ${number} (incoming rule ${id})`
}
