import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { atOneMoment } from '../../core/export/at-one-moment.ts'
import { chooseCaller } from '../choose-account.ts'
import { actOnBook, warn } from '../command.ts'
import type { Edge } from '../edge.ts'
import { addExport, type ExportOptions, refuseOutput } from './export-options.ts'
import type { Kind } from './kinds.ts'
import { placeSheet } from './place-sheet.ts'
import { refuseTaken } from './whole-file.ts'

interface KindExportOptions extends ExportOptions {
  readonly withSecrets?: boolean
}

/** `dialbook export extensions`, and the like. */
export function addExportKind(parent: Command, edge: Edge, kind: Kind): void {
  const { name, help, cards, hasSecrets, sheetOf } = kind
  const command = addExport(parent, name, help, 'The file (default: the standard output).')
  if (hasSecrets) command.option('--with-secrets', secretsHelp)
  command.action((options: KindExportOptions) =>
    actOnBook(edge, options, async (book) => {
      const { out, format, force = false, withSecrets = false } = options
      refuseOutput(edge, options)
      if (withSecrets) refuseSecrets(options)
      if (out !== undefined) refuseTaken(out, force)
      if (format === 'vcf') warn(edge, [cards])
      const { caller } = await chooseCaller(book, options.account)
      return atOneMoment(book.core, async (core) => {
        const sheet = sheetOf(core, caller, { format, withSecrets })
        const placed = await placeSheet(edge, core, sheet, options)
        const warning = withSecrets ? ', with their secrets: keep it secret' : ''
        return (
          placed && {
            text: `${placed.records} ${name} are in ${placed.out}${warning}`,
            json: { records: placed.records, out: placed.out, secrets: withSecrets },
          }
        )
      })
    }),
  )
}

/** The help of the option for secrets. */
export const secretsHelp = 'Write SIP secrets too, into a file that only its owner reads.'

/**
 * Refuses secrets that would come to the standard output, or have no place.
 *
 * @throws Refusal
 */
export function refuseSecrets({ out, format }: ExportOptions): void {
  if (out === undefined) {
    throw new Refusal('missing_value', 'secrets are written into a file only: name it by --out', 'out')
  }
  if (format === 'vcf')
    throw new Refusal('invalid_value', 'a card has no place for secrets: take another format', 'format')
}
