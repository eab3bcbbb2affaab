import type { Command } from 'commander'
import { removeForwardRule } from '../../core/forward-rule/remove-forward-rule.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readPrefix } from './prefix.ts'

interface Options extends CommonOptions {
  readonly account?: string
}

/** `dialbook forward-rules remove PREFIX` */
export function addForwardRulesRemove(parent: Command, edge: Edge): void {
  addCommand(parent, 'remove', 'Removes a forward rule. A shorter prefix decides then, or none.')
    .argument('<prefix>', 'a prefix of `forward-rules list`', readPrefix)
    .option(...accountOption)
    .action((prefix: string, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        await removeForwardRule(core, caller, prefix)
        return { text: `there is no rule for ${prefix} any more`, json: { account: account.name, removed: prefix } }
      }),
    )
}
