import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { importRead } from '../import/import-numbers.ts'
import type { ImportCounts, SettledCounts } from '../import/import-report.ts'
import { countOf } from '../list/staged-list.ts'
import { withStaged } from '../list/with-staged.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { importTarget } from './import-target.ts'
import { keptLines, partsOf } from './kept-lines.ts'
import type { KeptReject, Preview } from './preview.ts'
import type { FileNumbers } from './read-numbers.ts'
import { snapshotPreview } from './snapshot-preview.ts'

/** The time for which a preview can be confirmed: 24 hours. */
const lifetime = 24 * 60 * 60 * 1000

/** The time for which an expired preview stays: an import may be under way from it while it expires. */
const grace = 60 * 60 * 1000

/** A file that was read for an import. */
export interface NewPreview extends Pick<Preview, 'filename' | 'target' | 'mode'> {
  readonly numbers: FileNumbers
  /** The lines that were not taken, in order, some hundred at a time. */
  readonly rejects: Iterable<readonly KeptReject[]>
}

/**
 * Keeps the numbers of a file for {@link lifetime}, and tells what their import would do to the group as it is now. No
 * group is changed.
 */
export async function createPreview(core: Core, caller: Caller, wanted: NewPreview): Promise<Preview> {
  mustBeAllowed(caller, 'upload.add')
  const { accountId } = caller
  const { numbers, rejects, filename, target, mode } = wanted
  const { columns, entries } = numbers
  const told = await importRead(
    core,
    caller,
    importTarget(target),
    (group, keys) => keptLines({ columns, filename, count: countOf(entries) }, partsOf(entries), group, keys),
    { mode, bad: 'skip', dryRun: true },
  )
  const counts = withFile(told, numbers)
  return withStaged(core, accountId, entries, (list = entries) =>
    core.store.write(authorOf(caller), async (tx) => {
      const now = core.clock.now()
      await tx.previews.removeExpired(accountId, now - grace)
      const preview: Preview = {
        ...{ accountId, id: core.ids.hexId(), filename, target, mode, columns, counts },
        listId: await tx.lists.insert(accountId, list, 1),
        count: countOf(list),
        outcome: null,
        createdAt: now,
        expiresAt: now + lifetime,
      }
      await tx.previews.insert(preview, rejects)
      return {
        answer: preview,
        change: { noun: 'preview', verb: 'add', subject: preview.id, before: null, after: snapshotPreview(preview) },
      }
    }),
  )
}

/** The counts of an import of the numbers that were taken, with the lines of the file that were not among them. */
export function withFile(
  taken: SettledCounts,
  { lines, rejected }: Pick<FileNumbers, 'lines' | 'rejected'>,
): ImportCounts {
  const { added, updated, unchanged, removed } = taken
  return {
    lines,
    added,
    updated,
    unchanged,
    repeated: lines - rejected - added - updated - unchanged,
    rejected,
    removed,
  }
}
