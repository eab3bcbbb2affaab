import type { Command } from 'commander'
import { findIncomingRulePage, incomingRulesAtMost } from '../../core/incoming-rule/find-incoming-rule-page.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, pageHint, table } from '../table.ts'
import { showRule } from './show-rule.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly limit: number
  readonly after?: number
}

const usualLimit = 100
const columns: readonly Column[] = [
  ...(['ID', 'VERDICT', 'NUMBER', { title: 'LABELS', givesWay: true }] as const),
  { title: 'COMMENT', givesWay: true },
]

/** `dialbook incoming-rules list` */
export function addIncomingRulesList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the numbers that are blocked or allowed, in the order in which they were added.')
    .option(...accountOption)
    .option('--limit <count>', `How many rules to list, at most ${incomingRulesAtMost}.`, positiveInteger, usualLimit)
    .option('--after <id>', 'Only rules with a greater id, as the end of the last answer names it.', positiveInteger)
    .action((options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const { limit, after = 0 } = options
        const { rules, next } = await findIncomingRulePage(book.core, caller, { limit, after })
        const rows = rules.map(({ id, verdict, number, labels, comment }) => [
          ...[String(id), verdict, number, labels.join(', '), comment],
        ])
        const text = rows.length === 0 ? 'everybody may call in' : table(columns, rows, edge.outWidth)
        return { text: text + pageHint(next), json: { account: account.name, rules: rules.map(showRule), next } }
      }),
    )
}
