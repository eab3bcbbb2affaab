import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { leaveRoom } from '../give-way.ts'
import type { ImportFile, ImportListener } from '../import/import-options.ts'
import { ImportRefused } from '../import/import-refused.ts'
import { checkCounts, type ImportReport } from '../import/import-report.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { internationalOf } from './addresses.ts'
import { ClosedByChannel } from './closed-by-channel.ts'
import { eachOptOut } from './each-opt-out.ts'
import { type Closing, closingOf, type OptOutDraft } from './new-opt-out.ts'
import type { OptOut } from './opt-out.ts'
import { addressesOf, type OptOutLine } from './opt-out-lines.ts'
import { type ReadOptOuts, readOptOutFiles } from './read-opt-out-files.ts'
import { tellUnsubscribed } from './tell-unsubscribed.ts'

/** Opt-outs that one transaction adds: it takes some 10 ms, and others write in between. */
const writtenAtOnce = 2000

/** Rejects that a refusal names. */
const namedAtMost = 3

/** How files of numbers are closed. */
export interface OptOutImportOptions extends Omit<Closing, 'since'> {
  /** The column of the numbers, by its title, its letter or its position. */
  readonly number?: string
  readonly bad?: 'refuse' | 'skip'
  readonly dryRun?: boolean
  readonly listener?: ImportListener
}

/**
 * Closes the numbers of files. A file of opt-outs as they are exported says for each line what it closes, since when and
 * why. A line whose number is closed for the channel already is unchanged. All of it is one change. Of more than
 * 2,000 numbers others need not wait for the whole: they are written in steps, in the order of the numbers. The change is written with
 * the first step and tells of all, so what an interrupted import has closed is in the history, and the same import again closes the rest.
 *
 * @throws ImportRefused when a line is rejected and `bad` is not `skip`, and when nothing in a file is a number.
 * @throws Refusal `invalid_value` of the field at fault.
 */
export async function importOptOuts(
  core: Core,
  caller: Caller,
  files: readonly ImportFile[],
  options: OptOutImportOptions,
): Promise<ImportReport> {
  mustBeAllowed(caller, 'opt-out.add')
  const { number, bad = 'refuse', dryRun = false, listener = {}, source = 'import', ...closing } = options
  const draft = closingOf(caller, core.clock.now(), { ...closing, source })
  const plan = await planOfAccount(core, caller.accountId)
  const closed = new ClosedByChannel(plan)
  let last = await eachOptOut(core.store.optOuts, caller.accountId, (optOut) => closed.add(optOut))
  const rules = { plan, closed, channel: draft.channel, named: number, listener, now: core.clock.now() }
  const read = await readOptOutFiles(files, rules)
  const refusal = refusalOf(read, bad)
  if (refusal !== undefined) throw new ImportRefused(refusal, reportOf(read, 0, dryRun))
  if (dryRun) return reportOf(read, 0, dryRun)
  const subject = files.map(({ name }) => name).join(', ')
  const { count } = read.lines
  if (count > writtenAtOnce) read.lines.sort()
  let more = 0
  for (let start = 0; start < count; start += writtenAtOnce) {
    const part = read.lines.slice(start, start + writtenAtOnce)
    const told = start === 0 ? { subject, count } : null
    const written = await writePart(core, caller, { plan, draft, closed, last, lines: part, told })
    more += written.unchanged
    last = written.last
    const { total: lines, rejects } = read
    await listener.onProgress?.({ step: 'writing', lines, rejected: rejects.count })
    if (start + writtenAtOnce < count) await leaveRoom()
  }
  return reportOf(read, more, dryRun)
}

interface Part {
  readonly plan: NumberPlan
  readonly draft: Omit<OptOutDraft, 'number' | 'email' | 'international'>
  /** Who is closed by the opt-outs up to the id `last`. */
  readonly closed: ClosedByChannel
  readonly last: number
  readonly lines: readonly OptOutLine[]
  /** What the change of the whole import tells; null where it is written. */
  readonly told: { readonly subject: string; readonly count: number } | null
}

/** Writes a part of the numbers. Those that others have closed meanwhile are unchanged. */
async function writePart(
  core: Core,
  caller: Caller,
  { plan, draft, closed, last, lines, told }: Part,
): Promise<{ readonly unchanged: number; readonly last: number }> {
  const { accountId } = caller
  const { since, ...written } = await core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const since = await tx.optOuts.newer(accountId, last)
    // Another run of this transaction may not find them any more.
    const newer = new ClosedByChannel(plan)
    for (const optOut of since) newer.add(optOut)
    const open = lines.filter((line) => !closed.covers(addressesOf(line), line.channel ?? draft.channel, newer))
    const first = open.length === 0 ? last + 1 : await tx.allocate(accountId, 'opt-out', open.length)
    const optOuts = open.map((line, index): OptOut => {
      const international = internationalOf(plan, line.number)
      return { ...draft, email: null, ...line, international, id: first + index }
    })
    await tx.optOuts.insert(accountId, optOuts)
    await tellUnsubscribed(core.ids, tx, accountId, optOuts)
    const { channel, reason, unsubscribeReason, source } = draft
    const meanwhile = lines.length - open.length
    const change = told && {
      ...({ noun: 'opt-out', verb: 'add', subject: told.subject, before: null } as const),
      after: { ...{ channel, reason, unsubscribeReason, source }, count: told.count - meanwhile, firstId: first },
    }
    return {
      answer: { since, unchanged: meanwhile, last: optOuts.at(-1)?.id ?? since.at(-1)?.id ?? last },
      change,
    }
  })
  for (const optOut of since) closed.add(optOut)
  return written
}

/** The reason to refuse an import by its lines. */
function refusalOf({ problem, rejects, total }: ReadOptOuts, bad: 'refuse' | 'skip'): string | undefined {
  if (problem !== undefined) return `${problem}: nobody was closed`
  if (rejects.count === 0 || bad === 'skip') return undefined
  const named = rejects.first
    .slice(0, namedAtMost)
    .map(({ line, column, value, reason }) => `line ${line}, ${column}: ${JSON.stringify(value)} ${reason}`)
  const more = rejects.count > named.length ? `, and ${rejects.count - named.length} more` : ''
  return `nobody was closed, since ${rejects.count} of ${total} lines cannot be: ${named.join('; ')}${more}`
}

/** The report. `more` are lines that were found unchanged only when they were written. */
function reportOf(read: ReadOptOuts, more: number, dryRun: boolean): ImportReport {
  const { total, lines, unchanged, repeated, rejects, files } = read
  const report: ImportReport = {
    ...{ mode: 'add', dryRun, lines: total, added: lines.count - more, updated: 0, unchanged: unchanged + more },
    ...{ repeated, rejected: rejects.count, removed: 0, files, rejects: rejects.first },
  }
  checkCounts(report)
  return report
}
