import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { GroupRef } from '../group/group.ts'
import { StaleList } from '../group/update-group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { addEntries } from './add-entries.ts'
import { type AddedEntries, longAnswer, shortAnswer } from './added-entries.ts'
import type { EntryDraft } from './entry.ts'
import { type DraftParts, type LongBatch, readLongBatch } from './long-batch.ts'
import { type PreparedBatch, prepareBatch } from './prepare-batch.ts'
import { writeJoined } from './write-entries.ts'

/** The most drafts that are written at once, in a few milliseconds. A longer batch is staged. */
const writtenAtOnce = 1000

/**
 * How often a long batch is made ahead of its write while others write the group. After that it keeps them out: a batch
 * that is always too late would never end.
 */
const triesAhead = 3

/**
 * Adds entries to a group as {@link addEntries} does, however many they are. The next list version for a long batch is
 * made ahead of the transaction, from the version that the group has then, so that no other request waits for it. When
 * the group has got another version by the time of the write, the batch meets that one.
 *
 * @throws Refusal `not_found`.
 */
export async function addManyEntries(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  drafts: DraftParts,
): Promise<AddedEntries> {
  mustBeAllowed(caller, 'entry.add')
  if (drafts.count <= writtenAtOnce) {
    const all: EntryDraft[] = []
    for (const some of drafts) all.push(...some)
    return shortAnswer(all.length > 0 ? await addEntries(core, caller, ref, all) : [])
  }
  const batch = await readLongBatch(drafts)
  if (batch.size === 0) return shortAnswer([])
  const staged = new Set<string>()
  try {
    return await addStaged(core, caller, ref, batch, staged)
  } finally {
    // Those that the write has taken are not found any more. One that cannot be forgotten now is swept later.
    for (const id of staged) await core.store.stage.drop(caller.accountId, id).catch(() => undefined)
  }
}

async function addStaged(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  batch: LongBatch,
  staged: Set<string>,
): Promise<AddedEntries> {
  const { accountId } = caller
  let ahead: PreparedBatch | undefined
  for (let tries = 0; tries < triesAhead; tries++) {
    const { listId } = mustExist(await core.store.groups.get(accountId, ref), 'group')
    ahead = await prepareBatch(core.store.stage, { accountId, listId, batch }, ahead, (id) => staged.add(id))
    try {
      return await write(core, caller, ref, { batch, ahead, isLast: false })
    } catch (error) {
      if (!(error instanceof StaleList)) throw error
    }
  }
  return write(core, caller, ref, { batch, ahead, isLast: true })
}

interface Attempt {
  readonly batch: LongBatch
  readonly ahead: PreparedBatch | undefined
  /** Whether a batch that comes too late is prepared again while its group is locked. */
  readonly isLast: boolean
}

/**
 * Writes a batch that was prepared.
 *
 * @throws StaleList when the group has got another list since, unless the attempt is the last.
 */
function write(core: Core, caller: Caller, ref: GroupRef, { batch, ahead, isLast }: Attempt): Promise<AddedEntries> {
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const group = mustExist(await tx.groups.lock(accountId, ref), 'group')
    const { listId } = group
    const isStale = ahead?.listId !== listId
    if (isStale && !isLast) throw new StaleList()
    const prepared = ahead && !isStale ? ahead : await prepareBatch(tx.lists, { accountId, listId, batch }, ahead)
    const { change, ...written } = await writeJoined(core, tx, group, prepared)
    return { answer: longAnswer(core.store.lists, prepared.merge, { accountId, ...written }), change }
  })
}
