import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { importNumbers } from '../import/import-numbers.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { withFile } from './create-preview.ts'
import { getPreview, previewName } from './get-preview.ts'
import { keptFile } from './kept-file.ts'
import { importTarget, type Preview } from './preview.ts'
import { snapshotPreview } from './snapshot-preview.ts'

/** What becomes of an import with lines that were not taken: it is refused, or goes on without them. */
export type BadLines = 'refuse' | 'skip'

export async function confirmPreview(core: Core, caller: Caller, id: string, bad: BadLines): Promise<Preview> {
  mustBeAllowed(caller, 'upload.add')
  const preview = await getPreview(core, caller, id)
  if (preview.outcome) return preview
  const { rejected } = preview.counts
  if (rejected > 0 && bad === 'refuse') {
    throw new Refusal('invalid_value', `${rejected} lines were not taken: mend them, or confirm with bad skip`, 'bad')
  }
  const { file, choice } = keptFile(preview, core.store.lists.entriesInParts(caller.accountId, preview.listId))
  const report = await importNumbers(core, caller, importTarget(preview.target), [{ name: preview.filename, file }], {
    ...choice,
    ...{ mode: preview.mode, bad: 'skip' },
  })
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.previews.lock(caller.accountId, id, core.clock.now()), previewName)
    const counts = withFile(report, before.counts)
    const after: Preview = {
      ...before,
      listId: null,
      outcome: { groupId: report.group?.id ?? 0, counts, at: core.clock.now() },
    }
    await tx.previews.update(after)
    return {
      answer: after,
      change: {
        noun: 'preview',
        verb: 'update',
        subject: id,
        ...difference(snapshotPreview(before), snapshotPreview(after)),
      },
    }
  })
}
