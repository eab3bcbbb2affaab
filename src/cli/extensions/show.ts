import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { extensionAt } from '../../core/extension/extension-at.ts'
import { findExtensionByNumber } from '../../core/extension/find-extension-by-number.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { momentOf } from '../moment-of.ts'
import { fieldLines } from '../sheets/field-lines.ts'
import { isoTime } from '../table.ts'
import { fieldsOfExtension, showExtension } from './show-extension.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly withSecret?: boolean
  readonly at?: string
}

/** `dialbook extensions show NUMBER` */
export function addExtensionsShow(parent: Command, edge: Edge): void {
  addCommand(parent, 'show', 'Shows every setting of an extension, under the titles that files have for them.')
    .argument('<number>', 'the number of the extension')
    .option(...accountOption)
    .option('--with-secret', 'Show its SIP secret too.')
    .option('--at <moment>', "As it was then, by the clocks of the account: '2026-11-01 10:00'.")
    .action((number: string, { withSecret = false, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const at = momentOf(options.at, account)
        if (at && withSecret) throw new Refusal('invalid_value', 'the secret of then is not shown', '--with-secret')
        const extension = at
          ? await extensionAt(core, caller, number, at)
          : await findExtensionByNumber(core, caller, number)
        const { id, hexId, createdAt, updatedAt } = extension
        const fields = fieldsOfExtension(core, caller, extension, withSecret)
        return {
          text: fieldLines([
            ['extension', `${id}  ${hexId}`],
            ...fields,
            ['created', isoTime(createdAt)],
            ['changed', isoTime(updatedAt)],
          ]),
          json: { ...showExtension(core, caller, extension, withSecret), ...(at && { at: isoTime(at) }) },
        }
      }),
    )
}
