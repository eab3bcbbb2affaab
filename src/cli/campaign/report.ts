import { type Command, Option } from 'commander'
import type { Caller } from '../../core/caller.ts'
import type { Campaign } from '../../core/campaign/campaign.ts'
import { reasonOf } from '../../core/campaign/describe-target.ts'
import { findNamedCampaign } from '../../core/campaign/find-named-campaign.ts'
import { findRuns } from '../../core/campaign/find-runs.ts'
import { findTargetsAfter, type TargetSearch } from '../../core/campaign/find-targets.ts'
import { type Outcome, outcomes, type Run, type Target } from '../../core/campaign/run.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import { targetSheet } from '../../core/export/target-sheet.ts'
import type { WrittenFormat } from '../../core/import/record-file.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type Outcome as Printed, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type ExportOptions, refuseOutput } from '../export/export-options.ts'
import { placeSheet } from '../export/place-sheet.ts'
import { refuseTaken } from '../export/whole-file.ts'
import { isoTime, pageHint, table } from '../table.ts'
import { campaignArgument } from './campaign-argument.ts'
import { progressOf } from './report-progress.ts'
import { describeCounts, showRun, wordOf } from './show-campaign.ts'

interface ReportOptions extends Omit<ExportOptions, 'format'> {
  readonly format?: WrittenFormat
  readonly run?: number
  readonly outcome?: Outcome
  readonly number?: string
  readonly limit: number
  readonly after: number
}

const usualLimit = 100
const targetsAtMost = 10_000

const columns = [
  { title: 'ID', isCount: true },
  ...['NUMBER', 'REASON', { title: 'TRIES', isCount: true }, 'FIRST', 'LAST'],
  ...[{ title: 'WAIT', isCount: true }, { title: 'TALK', isCount: true }, 'DIGITS'],
] as const

/** `dialbook campaign report CAMPAIGN` */
export function addCampaignReport(parent: Command, edge: Edge): void {
  addCommand(parent, 'report', 'Tells what became of each number of a run, with one reason each, and the counts.')
    .argument(...campaignArgument)
    .option(...accountOption)
    .option('--run <number>', 'Which run (default: the last).', positiveInteger)
    .addOption(new Option('--outcome <outcome>', 'Only numbers with this outcome.').choices(outcomes))
    .option('--number <number>', 'Only this number, in any spelling.')
    .option('--limit <count>', `How many numbers to show, at most ${targetsAtMost}.`, positiveInteger, usualLimit)
    .option('--after <id>', 'Only those behind this id, as the end of the last answer names it.', positiveInteger, 0)
    .addOption(new Option('--format <format>', 'Writes all of them, in this format.').choices(['csv', 'xlsx', 'json']))
    .option('--out <file>', 'The file for that (default: the standard output; csv).')
    .option('--force', 'Replace a file that is there already.')
    .action((text: string, options: ReportOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        if (options.limit > targetsAtMost) {
          throw new Refusal('invalid_value', `at most ${targetsAtMost} are shown: --out writes all`, 'limit')
        }
        const { account, caller } = await chooseCaller(book, options.account)
        const campaign = await findNamedCampaign(core, caller, text)
        const run = await chooseRun(core, caller, campaign, options.run)
        const { outcome, number } = options
        const search = {
          ...{ campaignId: campaign.id, repeat: run.repeat },
          ...(outcome && { outcome }),
          ...(number !== undefined && { number }),
        }
        if (options.format !== undefined || options.out !== undefined) {
          return writeReport(edge, core, caller, { search, run, options })
        }
        return printPage(edge, core, caller, { account: account.name, search, run, options })
      }),
    )
}

/** @throws Refusal `not_found` for a campaign, or a run, that has not begun. */
async function chooseRun(core: Core, caller: Caller, { id, name }: Campaign, wanted: number | undefined): Promise<Run> {
  const runs = await findRuns(core, caller, { id })
  const run = wanted === undefined ? runs[0] : runs.find(({ repeat }) => repeat === wanted)
  if (run) return run
  const problem =
    wanted === undefined ? `'${name}' has not begun: there is nothing to report` : `'${name}' has no run ${wanted}`
  throw new Refusal('not_found', problem)
}

interface Wanted {
  readonly search: TargetSearch
  readonly run: Run
  readonly options: ReportOptions
}

async function printPage(
  edge: Edge,
  core: Core,
  caller: Caller,
  { account, search, run, options: { after, limit } }: Wanted & { readonly account: string },
): Promise<Printed> {
  const targets = await findTargetsAfter(core, caller, search, { after, limit })
  const next = targets.length < limit ? null : (targets.at(-1)?.id ?? null)
  const rows = table(columns, targets.map(rowOf), edge.outWidth)
  const none = run.counts.left > 0 ? 'no such number was looked at yet' : 'there is no such number'
  const totals = `run ${run.repeat} of ${describeCounts(run.counts)}`
  return {
    text: `${totals}\n${targets.length === 0 ? none : rows}${pageHint(next)}`,
    json: { account, ...showRun(run), targets: targets.map(showTarget), next },
  }
}

async function writeReport(
  edge: Edge,
  core: Core,
  caller: Caller,
  { search, run, options }: Wanted,
): Promise<Printed | undefined> {
  const wanted: ExportOptions = { ...options, format: options.format ?? 'csv' }
  refuseOutput(edge, wanted)
  if (options.out !== undefined) refuseTaken(options.out, options.force ?? false)
  const progress = progressOf(edge, run.counts.size)
  const placed = await placeSheet(edge, core, progress.of(targetSheet(core, caller, search)), wanted)
  progress.end()
  return (
    placed && {
      text: `${placed.records} numbers are in ${placed.out}; run ${run.repeat} of ${describeCounts(run.counts)}`,
      json: { records: placed.records, out: placed.out, ...showRun(run) },
    }
  )
}

function rowOf(target: Target): string[] {
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)}`
  const { id, phone, dueAt, tries, firstAt, lastAt, wait, talk, digits } = target
  const until = dueAt === null ? '' : ` until ${isoTime(dueAt)}`
  return [
    ...[String(id), phone, `${wordOf(reasonOf(target))}${until}`, String(tries.length), isoTime(firstAt)],
    ...[isoTime(lastAt), seconds(wait), seconds(talk), digits],
  ]
}

/** A target as programs see it. */
export function showTarget(target: Target): object {
  const { accountId: _, repeat, phone, firstAt, lastAt, dueAt, tries, ...rest } = target
  return {
    ...rest,
    ...{ run: repeat, number: phone, reason: reasonOf(target), firstAt: isoTime(firstAt), lastAt: isoTime(lastAt) },
    dueAt: dueAt === null ? null : isoTime(dueAt),
    tries: tries.map(({ startedAt, endedAt, ...each }) => ({
      ...each,
      startedAt: isoTime(startedAt),
      endedAt: endedAt === null ? null : isoTime(endedAt),
    })),
  }
}
