import type { Command } from 'commander'
import { setForwardRule } from '../../core/forward-rule/set-forward-rule.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readPrefix } from './prefix.ts'

const told = {
  allow: { help: 'Allows forwards to outside numbers with a prefix.', done: 'calls may be forwarded to' },
  deny: {
    help: 'Denies forwards to outside numbers with a prefix, and the calls that extensions make to them.',
    done: 'no call goes to',
  },
} as const

interface Options extends CommonOptions {
  readonly account?: string
}

/** `dialbook forward-rules allow|deny PREFIX` */
export function addForwardRulesSet(parent: Command, edge: Edge, verdict: 'allow' | 'deny'): void {
  addCommand(parent, verdict, told[verdict].help)
    .argument('<prefix>', 'how the numbers begin, as they are dialled: 0912, +49', readPrefix)
    .option(...accountOption)
    .action((prefix: string, options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        await setForwardRule(core, caller, { prefix, allowed: verdict === 'allow' })
        return { text: `${told[verdict].done} ${prefix}…`, json: { account: account.name, prefix, verdict } }
      }),
    )
}
