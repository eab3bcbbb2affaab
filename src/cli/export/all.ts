import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { atOneMoment } from '../../core/export/at-one-moment.ts'
import { everyGroup } from '../../core/export/every-group.ts'
import { chooseCaller } from '../choose-account.ts'
import { actOnBook, warn } from '../command.ts'
import type { Edge } from '../edge.ts'
import { cardsWarning } from './cards-warning.ts'
import { exportFolder } from './export-folder.ts'
import { addExport, type ExportOptions } from './export-options.ts'
import { exportSeed } from './export-seed.ts'
import { refuseSecrets, secretsHelp } from './kind.ts'
import { kinds } from './kinds.ts'
import { untilStopped } from './write-sheet.ts'

interface AllOptions extends ExportOptions {
  readonly withSecrets?: boolean
  readonly asSeed?: boolean
}

/** `dialbook export all` */
export function addExportAll(parent: Command, edge: Edge): void {
  addExport(parent, 'all', `Writes groups, ${kinds.map(({ name }) => name).join(', ')} into a folder.`, 'The folder.')
    .option('--with-secrets', secretsHelp)
    .option('--as-seed', 'Write one file for `dialbook dev --seed`: YAML, or JSON where --out ends with .json.')
    .action((options: AllOptions) =>
      actOnBook(edge, options, async (book) => {
        const { out, format, force = false, withSecrets = false } = options
        if (out === undefined) throw new Refusal('missing_value', 'all of it needs a folder: name one by --out', 'out')
        if (withSecrets) refuseSecrets(options)
        if (format === 'vcf') warn(edge, [cardsWarning, ...kinds.map(({ cards }) => cards)])
        const { account, caller } = await chooseCaller(book, options.account)
        if (options.asSeed) return exportSeed(book.core, caller, { out, force, withSecrets })
        return atOneMoment(book.core, async (core) => {
          const others = kinds.map(({ name, sheetOf }) => ({
            kind: name,
            sheet: sheetOf(core, caller, { format, withSecrets }),
          }))
          const folder = { out, format, force, secrets: withSecrets, stopping: untilStopped(edge) }
          const totals = await exportFolder({ core, caller, account }, everyGroup(core, caller), others, folder)
          return {
            text: `${totals.records} records in ${totals.files} files are in ${out}${withSecrets ? ', with SIP secrets: keep it secret' : ''}`,
            json: { ...totals, out, secrets: withSecrets },
          }
        })
      }),
    )
}
