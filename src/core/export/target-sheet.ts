import type { Caller } from '../caller.ts'
import { reasonOf } from '../campaign/describe-target.ts'
import { findTargetsAfter, type TargetSearch } from '../campaign/find-targets.ts'
import type { Target } from '../campaign/run.ts'
import type { Core } from '../core.ts'
import type { WrittenSheet } from '../import/record-file.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { pagedSheet, type ShownColumn } from './paged-sheet.ts'

/** Targets that are read at a time. */
const atOnce = 1000

const columns: readonly ShownColumn<Target>[] = [
  { title: 'id', show: ({ id }) => String(id) },
  { title: 'number', show: ({ phone }) => phone },
  { title: 'run', show: ({ repeat }) => String(repeat) },
  { title: 'reason', show: reasonOf },
  { title: 'not_called_again', show: ({ outcome, skipped }) => (outcome === null ? '' : skipped) },
  { title: 'tries', show: ({ tries }) => String(tries.length) },
  { title: 'first_at', show: ({ firstAt }) => iso(firstAt) },
  { title: 'last_at', show: ({ lastAt }) => iso(lastAt) },
  { title: 'due_at', show: ({ dueAt }) => (dueAt === null ? '' : iso(dueAt)) },
  { title: 'wait', show: ({ wait }) => seconds(wait) },
  { title: 'billsec', show: ({ talk }) => seconds(talk) },
  { title: 'digits', show: ({ digits }) => digits },
  {
    title: 'outcomes',
    show: ({ tries }) =>
      tries.map(({ outcome, cause }) => `${outcome ?? 'calling'}${cause === null ? '' : ` ${cause}`}`).join('; '),
  },
  { title: 'originate_ids', show: ({ tries }) => tries.map(({ callId }) => callId).join(' ') },
]

/** The targets that a search finds, as records in the order in which they were first looked at. */
export function targetSheet(core: Core, caller: Caller, search: TargetSearch): WrittenSheet {
  mustBeAllowed(caller, 'campaign.find')
  return pagedSheet(columns, async (after) => {
    const things = await findTargetsAfter(core, caller, search, { after, limit: atOnce })
    return { things, next: things.length < atOnce ? null : (things.at(-1)?.id ?? null) }
  })
}

function seconds(milliseconds: number): string {
  return String(Math.round(milliseconds / 1000))
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
