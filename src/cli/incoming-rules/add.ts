import type { Command } from 'commander'
import { addIncomingRule } from '../../core/incoming-rule/add-incoming-rule.ts'
import type { Verdict } from '../../core/incoming-rule/incoming-rule.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readCallerNumber } from './caller-number.ts'
import { showRule } from './show-rule.ts'

const told = {
  block: { help: 'Refuses calls from a number that come in by a trunk.', done: 'calls are refused from' },
  allow: {
    help: 'Lets calls from a number in, also where the number is blocked.',
    done: 'calls always come in from',
  },
} as const

interface Options extends CommonOptions {
  readonly account?: string
  readonly label?: readonly string[]
  readonly comment?: string
}

/** `dialbook incoming-rules block|allow NUMBER` */
export function addIncomingRulesAdd(parent: Command, edge: Edge, verdict: Verdict): void {
  const command = addCommand(parent, verdict, told[verdict].help)
    .argument('<number>', "the caller's number, in any spelling of the account's country", readCallerNumber)
    .option('--comment <text>', 'A remark.')
    .option(...accountOption)
  if (verdict === 'allow') {
    command.option('--label <text>', 'A category; may be given many times.', (text, before: readonly string[] = []) => [
      ...before,
      text,
    ])
  }
  command.action((number: string, options: Options) =>
    actOnBook(edge, options, async (book) => {
      const { account, caller } = await chooseCaller(book, options.account)
      const { label: labels, comment } = options
      const rule = await addIncomingRule(book.core, caller, {
        ...{ verdict, number },
        ...(labels && { labels }),
        ...(comment !== undefined && { comment }),
      })
      return { text: `${told[verdict].done} ${number}`, json: { account: account.name, rule: showRule(rule) } }
    }),
  )
}
