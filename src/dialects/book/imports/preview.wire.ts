import type { Caller } from '../../../core/caller.ts'
import type { Core } from '../../../core/core.ts'
import { findRejects } from '../../../core/preview/get-preview.ts'
import type { KeptReject, Preview } from '../../../core/preview/preview.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, shared, string } from '../../schemas.ts'
import { briefGroupWire } from '../groups/group.wire.ts'

/** Rejects that the answer to a preview has. `GET …/rejects` has all of them. */
const rejectsAtFirst = 100

const shownReject = { line: integer, column: orNull(string), value: string, reason: string }

/** The schema of a line that was not taken. */
export const rejectSchema = exactly(shownReject)

const time = { ...string, format: 'date-time' }

const shownImport = {
  ...{ id: string, state: { ...string, enum: ['waiting', 'confirmed'] }, filename: string, mode: string },
  group: { anyOf: [shared('briefGroup'), exactly({ name: string }), { type: 'null' }] },
  columns: arrayOf(
    exactly({ letter: string, title: orNull(string), samples: arrayOf(string), becomes: orNull(string) }),
  ),
  counts: { type: 'object', additionalProperties: integer },
  rejects: arrayOf(shared('reject')),
  ...{ createdAt: time, expiresAt: time, confirmedAt: orNull(time) },
}

/** The schema of an import. */
export const previewSchema = exactly(shownImport)

/** The import as this API shows it, before it is confirmed and afterwards. */
export async function previewWire(core: Core, caller: Caller, preview: Preview): Promise<object> {
  const { id, filename, target, mode, columns, counts, outcome, createdAt, expiresAt } = preview
  const groupId = outcome?.groupId ?? ('groupId' in target ? target.groupId : undefined)
  const group = groupId === undefined ? undefined : await core.store.groups.get(caller.accountId, { id: groupId })
  const rejects = await findRejects(core, caller, preview, { after: 0, limit: rejectsAtFirst })
  return {
    id,
    state: outcome ? 'confirmed' : 'waiting',
    filename,
    mode,
    // A group that was removed since then has no fields any more.
    group: group ? briefGroupWire(group) : 'newName' in target && !outcome ? { name: target.newName } : null,
    columns: columns.map(({ becomes, ...column }) => ({ ...column, becomes: wireNameOf(becomes) })),
    counts: outcome?.counts ?? counts,
    rejects: rejects.map(rejectWire),
    createdAt: timeOf(createdAt),
    expiresAt: timeOf(expiresAt),
    confirmedAt: outcome ? timeOf(outcome.at) : null,
  } satisfies Shown<typeof shownImport>
}

/** A line that was not taken. */
export function rejectWire({ line, column, value, reason }: KeptReject): object {
  return { line, column, value, reason } satisfies Shown<typeof shownReject>
}

function wireNameOf(becomes: Preview['columns'][number]['becomes']): string | null {
  return becomes === 'callbackData' ? 'callback_data' : becomes
}

function timeOf(at: number): string {
  return new Date(at).toISOString()
}
