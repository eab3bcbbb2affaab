import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { importRead, syncLoses } from '../import/import-numbers.ts'
import type { WrittenImport } from '../import/import-options.ts'
import type { ImportCounts } from '../import/import-report.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Transaction } from '../ports.ts'
import { withFile } from './create-preview.ts'
import { getPreview, previewName } from './get-preview.ts'
import { importTarget } from './import-target.ts'
import { keptLines } from './kept-lines.ts'
import type { Preview } from './preview.ts'
import { snapshotPreview } from './snapshot-preview.ts'

/** What becomes of an import with lines that were not taken: it is refused, or goes on without them. */
export type BadLines = 'refuse' | 'skip'

/** Another confirmation was faster. */
class Confirmed extends Error {}

/** The import would not do any more what was told. */
class OtherCounts extends Error {
  readonly counts: ImportCounts

  constructor(counts: ImportCounts) {
    super('the counts are others than those that were told')
    this.counts = counts
  }
}

/**
 * Does the import of a preview, as one change, and marks the preview in the same transaction. An import that was
 * confirmed already is returned as it is.
 *
 * @throws Refusal `not_found` when there is no such preview or no such group any more; `invalid_value` of `bad` when
 * lines were not taken, always with `sync`; `conflict` when the group has changed so that the counts are others than those that were told:
 * the preview has the new ones then.
 */
export async function confirmPreview(core: Core, caller: Caller, id: string, bad: BadLines): Promise<Preview> {
  mustBeAllowed(caller, 'upload.add')
  const preview = await getPreview(core, caller, id)
  if (preview.outcome) return preview
  const { rejected } = preview.counts
  const isSync = preview.mode === 'sync'
  if (rejected > 0 && (bad === 'refuse' || isSync)) {
    const lines = rejected === 1 ? '1 line was' : `${rejected} lines were`
    const remedy = isSync
      ? `${syncLoses}: mend the file and send it again, or use the mode "add"`
      : 'mend the file, or confirm with "bad": "skip"'
    throw new Refusal('invalid_value', `${lines} not taken${isSync ? ', and ' : ': '}${remedy}`, 'bad')
  }
  try {
    return await importKept(core, caller, preview)
  } catch (error) {
    if (error instanceof Confirmed) return getPreview(core, caller, id)
    if (!(error instanceof OtherCounts)) throw error
    await tellAnew(core, caller, id, error.counts)
    const reason =
      'the group has changed, and the import would do something else now: look at its new counts, and confirm again'
    throw new Refusal('conflict', reason)
  }
}

async function importKept(core: Core, caller: Caller, preview: Preview): Promise<Preview> {
  const { accountId } = caller
  let marked: Preview | undefined
  const { group, ...counts } = await importRead(
    core,
    caller,
    importTarget(preview.target),
    (before, keys) => keptLines(preview, core.store.lists.packedParts(accountId, preview.listId), before, keys),
    {
      ...{ mode: preview.mode, bad: 'skip' },
      async alongside(tx, written) {
        marked = (await mark(core, tx, preview, written)).after
      },
    },
  )
  if (marked) return marked
  if (!group) throw new Error('an import that is no dry run has a group')
  return core.store.write(authorOf(caller), async (tx) => {
    const { before, after } = await mark(core, tx, preview, { group, counts })
    return { answer: after, change: changeOf(before, after) }
  })
}

/** Marks a preview as confirmed, unless it is already, or its counts are others. */
async function mark(
  core: Core,
  tx: Transaction,
  { accountId, id }: Preview,
  { group, counts }: WrittenImport,
): Promise<{ readonly before: Preview; readonly after: Preview }> {
  const now = core.clock.now()
  const before = mustExist(await tx.previews.lock(accountId, id, now), previewName)
  if (before.outcome) throw new Confirmed()
  const done = withFile(counts, before.counts)
  if (!isSame(done, before.counts)) throw new OtherCounts(done)
  const after: Preview = { ...before, listId: null, outcome: { groupId: group.id, counts: done, at: now } }
  await tx.previews.update(after)
  return { before, after }
}

function tellAnew(core: Core, caller: Caller, id: string, counts: ImportCounts): Promise<void> {
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.previews.lock(caller.accountId, id, core.clock.now()), previewName)
    const after = { ...before, counts }
    await tx.previews.update(after)
    return { answer: undefined, change: changeOf(before, after) }
  })
}

function changeOf(before: Preview, after: Preview) {
  const states = difference(snapshotPreview(before), snapshotPreview(after))
  return { noun: 'preview', verb: 'update', subject: after.id, ...states } as const
}

function isSame(one: ImportCounts, other: ImportCounts): boolean {
  return (Object.keys(one) as (keyof ImportCounts)[]).every((name) => one[name] === other[name])
}
