import { type Command, Option } from 'commander'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { mustExist, Refusal } from '../../core/errors.ts'
import { findIncomingRules } from '../../core/incoming-rule/find-incoming-rules.ts'
import type { IncomingRule, Verdict } from '../../core/incoming-rule/incoming-rule.ts'
import { removeIncomingRule } from '../../core/incoming-rule/remove-incoming-rule.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readCallerNumber } from './caller-number.ts'
import { showRule } from './show-rule.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly verdict?: Verdict
}

/** `dialbook incoming-rules remove NUMBER` */
export function addIncomingRulesRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes the rule for a number.')
    .argument('<number>', 'the number, in any spelling', readCallerNumber)
    .addOption(new Option('--verdict <verdict>', 'Which of two rules for the number.').choices(['block', 'allow']))
    .option(...accountOption)
    .action((number: string, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const { id } = await chooseRule(book.core, caller, number, options.verdict)
        const rule = await removeIncomingRule(book.core, caller, { id })
        const text = `${rule.number} is not ${rule.verdict === 'block' ? 'blocked' : 'allowed'} any more`
        return { text, json: { account: account.name, removed: showRule(rule) } }
      }),
    )
}

async function chooseRule(
  core: Core,
  caller: Caller,
  number: string,
  verdict: Verdict | undefined,
): Promise<IncomingRule> {
  const query = { ...(verdict && { verdict }), number: { text: number, alike: false } }
  const [rule, other] = await findIncomingRules(core, caller, query)
  if (other && rule?.verdict !== other.verdict) {
    throw new Refusal('conflict', `${number} is both blocked and allowed: add --verdict block or --verdict allow`)
  }
  return mustExist(rule, `incoming rule as ${number}`)
}
