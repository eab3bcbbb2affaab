import { type Command, Option } from 'commander'
import { type CallWay, callWays, type Disposition, dispositions } from '../../core/ledger/call-record.ts'
import type { CallSearch } from '../../core/ledger/find-calls.ts'
import { readTime } from '../read-time.ts'

/** The options that narrow a list of calls. */
export interface CallSearchOptions {
  readonly since?: number
  readonly until?: number
  readonly number?: string
  readonly extension?: string
  readonly trunk?: string
  readonly disposition?: Disposition
  readonly way?: CallWay
}

/** Adds the options that narrow a list of calls. */
export function addSearchOptions(command: Command): Command {
  return command
    .option(
      '--since <time>',
      'Only calls that began at this time or later: 2026-11-21 or 2026-11-21T03:00:00Z; UTC.',
      readTime,
    )
    .option('--until <time>', 'Only calls that began before this time.', readTime)
    .option('--number <number>', 'Only calls that a number took part in, in any spelling of it.')
    .addOption(new Option('--extension <number>', 'Only calls that an extension took part in.').conflicts('number'))
    .option('--trunk <name>', 'Only calls by a trunk.')
    .addOption(new Option('--disposition <end>', 'Only calls with this end.').choices(dispositions))
    .addOption(new Option('--way <way>', 'Only calls of this way.').choices(callWays))
}

/** The search that the options ask for. */
export function searchOf(options: CallSearchOptions): CallSearch {
  const { since, until, number, extension, trunk, disposition, way } = options
  const party = number ?? extension
  return {
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(party !== undefined && { party }),
    ...(trunk !== undefined && { trunk }),
    ...(disposition !== undefined && { disposition }),
    ...(way !== undefined && { way }),
  }
}
