import { Argument, type Command } from 'commander'
import { findBodiesUntil, keepBodies } from '../../core/request-log/keep-bodies.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime } from '../table.ts'

interface BodiesOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook requests bodies [on|off]` */
export function addRequestsBodies(parent: Command, edge: Edge): void {
  addCommand(parent, 'bodies', 'Tells whether bodies are kept, without their secrets, or has them kept for an hour.')
    .addArgument(
      new Argument('[state]', 'on for an hour from now, off to remove those that are there').choices(['on', 'off']),
    )
    .option(...accountOption)
    .action((state: 'on' | 'off' | undefined, options: BodiesOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const until = await (state ? keepBodies(core, caller, state === 'on') : findBodiesUntil(core, caller))
        return {
          text: `the bodies of account ${account.name} are ${until === null ? 'not kept' : `kept until ${isoTime(until)}`}`,
          json: { account: account.name, keptUntil: until === null ? null : isoTime(until) },
        }
      }),
    )
}
