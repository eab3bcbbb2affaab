import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ImportMode } from '../../core/import/import-report.ts'
import type { ChosenColumns } from '../../core/sheet/find-columns.ts'
import type { LineImportOptions } from '../import/import-files.ts'

/** The options of commands that import files of extensions or contacts. */
export interface ImportCommandOptions extends LineImportOptions {
  readonly account?: string
  readonly mode: ImportMode
  readonly column?: ChosenColumns
}

/** Adds the options to a command. `what` are the things: `extensions`. */
export function addImportOptions(command: Command, what: string): Command {
  return command
    .addOption(
      new Option(
        '--mode <mode>',
        `add and update; sync: remove ${what} that no file has, too; remove those in the files`,
      )
        .choices(['add', 'sync', 'remove'])
        .default('add'),
    )
    .option('--dry-run', 'Only say what would happen.')
    .addOption(
      new Option('--bad <what>', 'refuse everything where a line cannot be taken, or skip such lines')
        .choices(['refuse', 'skip'])
        .default('refuse'),
    )
    .option(
      '--column <field=title>',
      'The column of a field, by title or letter, as name=C; nothing after = reads none. May be repeated.',
      readColumnOption,
    )
    .option('--sheet <name>', 'The sheet to read, where a file has several.')
    .option('--report <file>', 'Write what became of the lines into this file, as JSON.')
    .option('--fix-me <file>', 'Write the lines that cannot be taken into this file, with their reasons.')
    .addHelpText(
      'after',
      '\nExit codes: 0, 1 when it is refused, 2 for a wrong command line,\n3 when lines were skipped.',
    )
}

/** Reads `field=title`, and puts it to those before. */
function readColumnOption(text: string, before: ChosenColumns = {}): ChosenColumns {
  const [field, title] = readAssignment(text)
  return { ...before, [field]: title }
}

/** Reads `name=value`; the value may hold further signs of equality. */
export function readAssignment(text: string): readonly [name: string, value: string] {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('It must be a field and its value, as name=Ali.')
  return [text.slice(0, at).trim(), text.slice(at + 1)]
}

/** Reads `name=value`, and puts it behind those before. */
export function addAssignment(
  text: string,
  before: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
  return [...before, readAssignment(text)]
}
