import { type Command, InvalidArgumentError } from 'commander'
import { millionths } from '../../core/message/money.ts'
import { findSpending, setBudget } from '../../core/message/set-budget.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

const none = 'none'

/** `dialbook message budget [SUM]` */
export function addMessageBudget(parent: Command, edge: Edge): void {
  addCommand(parent, 'budget', 'Tells what an account has spent on messages, or sets what it may spend.')
    .argument('[sum]', `its budget, as 12.50; ${none} for that of the setting message.budget`, readSum)
    .option(...accountOption)
    .action((given: Given | undefined, options: CommonOptions & { readonly account?: string }) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const { core } = book
        const { spent, budget } = await (given ? setBudget(core, caller, given.sum) : findSpending(core, caller))
        const may = budget ?? core.messageRules.budget
        const limit = may === null ? 'there is no budget' : `the budget is ${may / 1_000_000}`
        return {
          text: `account ${account.name} has spent ${spent / 1_000_000}; ${limit}`,
          json: {
            account: account.name,
            spent: spent / 1_000_000,
            budget: budget === null ? null : budget / 1_000_000,
          },
        }
      }),
    )
}

/** A value that may be none: commander takes a bare null for an argument that is not given. */
interface Given {
  readonly sum: number | null
}

function readSum(text: string): Given {
  const sum = text === none ? null : millionths(text)
  if (sum === undefined) throw new InvalidArgumentError(`It must be a sum such as 12.50, or ${none}.`)
  return { sum }
}
