import { type Command, Option } from 'commander'
import { addCommand } from '../command.ts'
import type { Edge } from '../edge.ts'
import { standardInput } from '../read-secret.ts'
import { withClosing } from './add.ts'
import { type ImportOptoutOptions, runOptoutImport } from './run-import.ts'

/** `dialbook optout import FILE…` */
export function addOptoutImport(parent: Command, edge: Edge): void {
  withClosing(
    addCommand(parent, 'import', 'Closes the numbers of files: csv, xlsx, ods, vcf or plain lines.').argument(
      '<files...>',
      `the files, or ${standardInput} for standard input`,
    ),
  )
    .option('--dry-run', 'Tell what would become of each line, and close nobody.')
    .addOption(
      new Option('--bad <what>', 'refuse everything for a line that cannot be taken, or skip such lines')
        .choices(['refuse', 'skip'])
        .default('refuse'),
    )
    .option('--number <column>', 'The column of the numbers: its title, its letter, or its position from 1 on.')
    .option('--sheet <name>', 'The sheet to read, of a file with several.')
    .option('--report <file>', 'Write the report as JSON, with every line that was not taken.')
    .option('--fix-me <file>', 'Write the lines that were not taken as csv, to be mended and imported again.')
    .addHelpText(
      'after',
      '\nExit codes: 0, 1 when it is refused, 2 for a wrong command line,\n3 when lines were skipped.',
    )
    .action((files: readonly string[], options: ImportOptoutOptions) => runOptoutImport(edge, files, options))
}
