import type { Command } from 'commander'
import { findExtensionByNumber } from '../../core/extension/find-extension-by-number.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { fieldLines } from '../sheets/field-lines.ts'
import { isoTime } from '../table.ts'
import { fieldsOfExtension, showExtension } from './show-extension.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly withSecret?: boolean
}

/** `dialbook extensions show NUMBER` */
export function addExtensionsShow(parent: Command, edge: Edge): void {
  addCommand(parent, 'show', 'Shows every setting of an extension, under the titles that files have for them.')
    .argument('<number>', 'the number of the extension')
    .option(...accountOption)
    .option('--with-secret', 'Show its SIP secret too.')
    .action((number: string, { withSecret = false, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const extension = await findExtensionByNumber(core, caller, number)
        const { id, hexId, createdAt, updatedAt } = extension
        const fields = fieldsOfExtension(core, caller, extension, withSecret)
        return {
          text: fieldLines([
            ['extension', `${id}  ${hexId}`],
            ...fields,
            ['created', isoTime(createdAt)],
            ['changed', isoTime(updatedAt)],
          ]),
          json: showExtension(core, caller, extension, withSecret),
        }
      }),
    )
}
