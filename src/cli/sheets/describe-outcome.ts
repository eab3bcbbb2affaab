import type { Caller } from '../../core/caller.ts'
import type { ChangeNoun } from '../../core/change/change.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import type { Core } from '../../core/core.ts'
import type { ImportOutcome } from '../../core/sheet/sheet-import.ts'
import { harmless } from '../table.ts'

/** Rejects that are shown; `--report` writes all. */
const shownAtMost = 20

/** What an import came to, in lines for people. */
export function describeOutcome(outcome: ImportOutcome, dryRun: boolean): string[] {
  const { lines, added, updated, unchanged, repeated, rejected, removed, rejects, unread } = outcome
  const counts = `${added} added + ${updated} updated + ${unchanged} unchanged + ${repeated} repeated + ${rejected} rejected`
  const isRemoving = removed > 0 || outcome.mode !== 'add'
  const isDone = outcome.refusal === null && !dryRun
  const went = isRemoving ? `; ${removed} ${isDone ? 'went' : 'would go'}` : ''
  const shown = rejects.slice(0, shownAtMost).map(({ file, line, column, value, reason }) => {
    const quoted = value === '' ? '' : ` ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`
    return `line ${line} of ${file}: ${column}${quoted} ${reason}`
  })
  const more = rejects.length > shownAtMost ? [`and ${rejects.length - shownAtMost} more: --report FILE has all`] : []
  const left = unread.map(({ file, title, cells }) => `not read in ${file}: ${title} (${cells} cells)`)
  return [
    `${isDone ? 'imported' : 'would import'} ${lines} ${lines === 1 ? 'line' : 'lines'} = ${counts}${went}`,
    ...shown,
    ...more,
    ...left,
  ].map(harmless)
}

/** The newest change of many things, and how it is taken back. */
export async function undoOf(
  core: Core,
  caller: Caller,
  noun: ChangeNoun,
): Promise<{ readonly change: number | null; readonly hint: string }> {
  const [change] = await findChanges(core, caller, 1, { noun })
  return {
    change: change?.number ?? null,
    hint: change ? `\`dialbook changes undo ${change.number}\` takes it back` : '',
  }
}
