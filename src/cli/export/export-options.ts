import { type Command, Option } from 'commander'
import { Refusal } from '../../core/errors.ts'
import type { WrittenFormat } from '../../core/import/record-file.ts'
import { accountOption } from '../choose-account.ts'
import { addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

/** The options that every export has. */
export interface ExportOptions extends CommonOptions {
  readonly account?: string
  readonly format: WrittenFormat
  readonly out?: string
  readonly force?: boolean
}

const formats: readonly WrittenFormat[] = ['csv', 'xlsx', 'vcf', 'json']

/** Adds an export with the options that all have. `place` says what `--out` names. */
export function addExport(
  parent: Command,
  usage: string,
  help: string,
  place: string,
  possible: readonly WrittenFormat[] = formats,
): Command {
  return addCommand(parent, usage, help)
    .option(...accountOption)
    .addOption(new Option('--format <format>', 'The format of the files.').choices(possible).default('csv'))
    .option('--out <place>', place)
    .option('--force', 'Replace a file, or a folder with an export, that is there already.')
}

/**
 * Refuses an export to the standard output that would spoil it.
 *
 * @throws Refusal
 */
export function refuseOutput(edge: Edge, { out, json, format }: ExportOptions): void {
  if (out !== undefined) return
  if (json) {
    throw new Refusal('invalid_value', 'with --json the outcome is printed: name --out, or take --format json', 'json')
  }
  if (format === 'xlsx' && edge.outWidth !== null) {
    throw new Refusal('invalid_value', 'a terminal cannot show xlsx: name a file by --out', 'out')
  }
}
