import type { Command } from 'commander'
import { findForwardRules } from '../../core/forward-rule/find-forward-rules.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'

interface Options extends CommonOptions {
  readonly account?: string
}

/** `dialbook forward-rules list` */
export function addForwardRulesList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the forward rules.')
    .option(...accountOption)
    .action((options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const found = await findForwardRules(core, caller)
        const rules = found.map(({ prefix, allowed }) => ({ prefix, verdict: allowed ? 'allow' : 'deny' }))
        const rows = rules.map(({ prefix, verdict }) => [prefix, verdict])
        const text =
          rules.length === 0
            ? 'no outside number may be forwarded to'
            : table(['PREFIX', 'VERDICT'], rows, edge.outWidth)
        return { text, json: { account: account.name, rules } }
      }),
    )
}
