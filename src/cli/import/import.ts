import { type Command, InvalidArgumentError, Option } from 'commander'
import { type GroupColumn, groupColumns } from '../../core/import/group-columns.ts'
import { accountOption } from '../choose-account.ts'
import { addCommand } from '../command.ts'
import type { Edge } from '../edge.ts'
import { standardInput } from '../read-secret.ts'
import type { ImportCommandOptions } from './import-command-options.ts'
import { runImport } from './run-import.ts'

/** `dialbook import FILE… --group NAME|ID` */
export function addImport(program: Command, edge: Edge): void {
  addCommand(
    program,
    'import',
    'Imports files of numbers into a group, as one change: csv, xlsx, ods, vcf or plain lines.',
  )
    .argument('<files...>', `the files, or ${standardInput} for standard input`)
    .requiredOption('--group <name|id>', 'The group, by its name or one of its ids.')
    .option('--create', 'Make the group when no group has that name.')
    .addOption(
      new Option('--mode <mode>', 'add numbers, make the group equal to the files, or take their numbers out')
        .choices(['add', 'sync', 'remove'])
        .default('add'),
    )
    .option('--dry-run', 'Tell what would become of each line, and write nothing.')
    .addOption(
      new Option('--bad <what>', 'refuse everything for a line that cannot be taken, or skip such lines')
        .choices(['refuse', 'skip'])
        .default('refuse'),
    )
    .option('--number <column>', 'The column of the numbers: its title, its letter, or its position from 1 on.')
    .option(
      '--column <a=column>',
      'The column that fills column a, b, c, d or e of the group; may be repeated.',
      readColumn,
    )
    .option('--sheet <name>', 'The sheet to read, of a file with several.')
    .option('--report <file>', 'Write the report as JSON, with every line that was not taken.')
    .option('--fix-me <file>', 'Write the lines that were not taken as csv, to be mended and imported again.')
    .option(...accountOption)
    .addHelpText(
      'after',
      '\nExit codes: 0, 1 when it is refused, 2 for a wrong command line,\n3 when lines were skipped.',
    )
    .action((files: readonly string[], options: ImportCommandOptions) => runImport(edge, files, options))
}

function readColumn(
  text: string,
  before: Readonly<Partial<Record<GroupColumn, string>>> = {},
): Readonly<Partial<Record<GroupColumn, string>>> {
  const [, letter = '', column = ''] = /^([a-e])=(.+)$/su.exec(text) ?? []
  const field = groupColumns.find((each) => each === letter)
  if (field === undefined) throw new InvalidArgumentError('It must be as a=TITLE, with a letter from a to e.')
  if (before[field] !== undefined) throw new InvalidArgumentError(`Column ${field} is given twice.`)
  return { ...before, [field]: column }
}
