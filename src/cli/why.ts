import { type Command, Option } from 'commander'
import type { Caller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import { findGroupsOfPhone } from '../core/group/find-groups-of-phone.ts'
import { explainContact } from '../core/opt-out/explain-contact.ts'
import { type Channel, channels } from '../core/opt-out/opt-out.ts'
import { quote } from './changes/describe-change.ts'
import { accountOption, chooseCaller } from './choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from './command.ts'
import type { Edge } from './edge.ts'
import { describeAnswer, describeOptOut, showAnswer, showOptOut } from './optout/show-opt-out.ts'

interface WhyOptions extends CommonOptions {
  readonly account?: string
  readonly channel?: Channel
}

/** Groups that are named at the most. `dialbook find` names all of them. */
const mostGroups = 20

/** `dialbook why NUMBER` */
export function addWhy(program: Command, edge: Edge): void {
  addCommand(program, 'why', 'Says for each channel whether a number may be contacted, and the one reason if not.')
    .argument('<number>', 'a number in any spelling, or an e-mail address')
    .addOption(new Option('--channel <channel>', 'Only this one.').choices(channels))
    .option(...accountOption)
    .action((given: string, { account, channel, ...options }: WhyOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, account)
        const { answers, optOuts, number, spellings } = await explainContact(core, caller, given, channel && [channel])
        const { groups, hasMore } = await groupsOf(core, caller, spellings)
        const lines = [
          ...answers.map((each) => `${each.channel}: ${describeAnswer(each.answer)}`),
          ...optOuts.map((optOut) => `opt-out ${optOut.id}: ${describeOptOut(optOut)}`),
          ...groups.map(({ id, name, spelling }) => `in group ${id} ${quote(name)}, as ${spelling}`),
          ...(hasMore ? ['there are more groups: `dialbook find` names them'] : []),
          ...(number !== null && groups.length === 0 ? ['in no group'] : []),
        ]
        return {
          text: lines.join('\n'),
          json: {
            number,
            channels: Object.fromEntries(answers.map(({ channel, answer }) => [channel, showAnswer(answer)])),
            optOuts: optOuts.map(showOptOut),
            groups,
          },
        }
      }),
    )
}

interface FoundGroup {
  readonly id: number
  readonly name: string | null
  readonly spelling: string
}

/** The first groups that have a number, each with the spelling in which it has it. */
async function groupsOf(
  core: Core,
  caller: Caller,
  spellings: readonly string[],
): Promise<{ readonly groups: readonly FoundGroup[]; readonly hasMore: boolean }> {
  const groups: FoundGroup[] = []
  for (const spelling of spellings) {
    const found = await findGroupsOfPhone(core, caller, spelling, { limit: mostGroups })
    groups.push(...found.groups.map(({ id, name }) => ({ id, name, spelling })))
  }
  return { groups: groups.slice(0, mostGroups), hasMore: groups.length > mostGroups }
}
