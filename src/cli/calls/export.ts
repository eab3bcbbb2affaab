import type { Command } from 'commander'
import { callSheet } from '../../core/export/call-sheet.ts'
import type { WrittenFormat } from '../../core/import/record-file.ts'
import { chooseCaller } from '../choose-account.ts'
import { actOnBook } from '../command.ts'
import type { Edge } from '../edge.ts'
import { addExport, type ExportOptions, refuseOutput } from '../export/export-options.ts'
import { placeSheet } from '../export/place-sheet.ts'
import { refuseTaken } from '../export/whole-file.ts'
import { addSearchOptions, type CallSearchOptions, searchOf } from './search-options.ts'

const formats: readonly WrittenFormat[] = ['csv', 'xlsx', 'json']

/** `dialbook calls export` */
export function addCallsExport(parent: Command, edge: Edge): void {
  const place = 'The file (default: the standard output).'
  const command = addExport(
    parent,
    'export',
    'Writes calls into a file, in the order in which they began.',
    place,
    formats,
  )
  addSearchOptions(command).action((options: ExportOptions & CallSearchOptions) =>
    actOnBook(edge, options, async (book) => {
      refuseOutput(edge, options)
      if (options.out !== undefined) refuseTaken(options.out, options.force ?? false)
      const { caller } = await chooseCaller(book, options.account)
      const placed = await placeSheet(edge, book.core, callSheet(book.core, caller, searchOf(options)), options)
      return (
        placed && {
          text: `${placed.records} calls are in ${placed.out}`,
          json: { records: placed.records, out: placed.out },
        }
      )
    }),
  )
}
