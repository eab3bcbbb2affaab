import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { ChangeDraft, Snapshot } from '../change/change.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { type ColumnTitles, type Group, noColumns } from '../group/group.ts'
import { reserveEntryIds } from '../group/reserve-entry-ids.ts'
import { snapshotGroup } from '../group/snapshot-group.ts'
import { StaleList } from '../group/update-group.ts'
import type { ListMerger } from '../list/list-merge.ts'
import type { ListReader } from '../list/list-port.ts'
import { countOf } from '../list/staged-list.ts'
import type { Transaction } from '../ports.ts'
import type { Alongside, ImportTarget, WrittenImport } from './import-options.ts'
import type { ImportMode, SettledCounts } from './import-report.ts'
import { meetList } from './meet-list.ts'
import type { NumberKeys } from './number-keys.ts'
import { type MetImport, type PreparedImport, prepareImport } from './prepare-import.ts'
import type { ReadLines } from './read-lines.ts'
import { settleLines } from './settle-lines.ts'

/**
 * How often an import is made ahead of its write while others write the group. After that it keeps them out: an import that is always
 * too late would never end.
 */
const triesAhead = 3

/** An import whose files are read. */
export interface WantedImport {
  readonly accountId: number
  readonly target: ImportTarget
  readonly mode: ImportMode
  readonly keys: NumberKeys
  readonly read: ReadLines
  readonly alongside?: Alongside
}

/** The group that a list version is of; undefined for one that is to be made. */
type Before = Group | undefined

/** Says what an import would do to the group as it is now. */
export async function settleImport(core: Core, wanted: WantedImport): Promise<SettledCounts> {
  return (await meet(core.store.lists, wanted, await groupNow(core, wanted))).settled.counts
}

/** Writes an import as one change; nothing where nothing differs. `onPiece` is told after each piece of the work. */
export async function writeImport(
  core: Core,
  caller: Caller,
  wanted: WantedImport,
  onPiece: () => void | Promise<void>,
): Promise<WrittenImport> {
  const staged = new Set<string>()
  try {
    for (let tries = 1; ; tries++) {
      const group = await groupNow(core, wanted)
      const met = await meet(core.store.lists, wanted, group)
      const prepared = await prepareImport(core.store.stage, met, { onPiece, onStaged: (id) => staged.add(id) })
      if (group && !prepared && columnsWith(group, wanted) === group.columns) {
        return { counts: met.settled.counts, group }
      }
      try {
        return await write(core, caller, wanted, { met, prepared, isLast: tries > triesAhead })
      } catch (error) {
        if (!(error instanceof StaleList)) throw error
      }
    }
  } finally {
    // Those that the write has taken are not found any more. One that cannot be forgotten now is swept later.
    for (const id of staged) await core.store.stage.drop(wanted.accountId, id).catch(() => undefined)
  }
}

async function groupNow(core: Core, { accountId, target }: WantedImport): Promise<Before> {
  return 'create' in target ? undefined : mustExist(await core.store.groups.get(accountId, target.group), 'group')
}

async function meet(
  lists: Pick<ListReader, 'packedParts'>,
  { accountId, mode, keys, read: { lines } }: WantedImport,
  group: Before,
): Promise<MetImport> {
  const version = { accountId, listId: group?.listId ?? null, count: group?.count ?? 0 }
  const meeting = await meetList(lists, version, lines, keys, mode === 'remove')
  return { accountId, mode, lines, meeting, settled: await settleLines(lists, accountId, meeting, lines, mode) }
}

interface Attempt {
  readonly met: MetImport
  readonly prepared: PreparedImport | undefined
  /** Whether an import that comes too late is prepared again while its group is locked. */
  readonly isLast: boolean
}

/**
 * Writes an import that was prepared.
 *
 * @throws StaleList when the group has got another list since, unless the attempt is the last.
 */
function write(core: Core, caller: Caller, wanted: WantedImport, attempt: Attempt): Promise<WrittenImport> {
  const { accountId, target } = wanted
  return core.store.write(authorOf(caller), async (tx) => {
    const now = core.clock.now()
    const before = 'create' in target ? undefined : mustExist(await tx.groups.lock(accountId, target.group), 'group')
    const isStale = before !== undefined && before.listId !== attempt.met.meeting.listId
    if (isStale && !attempt.isLast) throw new StaleList()
    const { met, prepared } = isStale ? await remade(tx.lists, wanted, before) : attempt
    const group = before ?? {
      ...emptyGroup,
      accountId,
      id: await tx.allocate(accountId, 'group', 1),
      hexId: core.ids.hexId(),
      name: 'create' in target ? target.create.name : '',
      createdAt: now,
    }
    const after: Group = {
      ...group,
      ...(prepared && (await join(tx, group, met, prepared))),
      columns: columnsWith(group, wanted),
      updatedAt: now,
    }
    await (before ? tx.groups.update(before, after) : tx.groups.insert(after))
    const written = { counts: met.settled.counts, group: after }
    await wanted.alongside?.(tx, written)
    return { answer: written, change: changeOf(before, after, wanted, met) }
  })
}

/** Makes an import again within its transaction. Nobody can be too late then. */
async function remade(
  lists: ListReader & ListMerger,
  wanted: WantedImport,
  group: Group,
): Promise<Pick<Attempt, 'met' | 'prepared'>> {
  const met = await meet(lists, wanted, group)
  return { met, prepared: await prepareImport(lists, met, { onPiece() {}, onStaged() {} }) }
}

async function join(
  tx: Transaction,
  group: Group,
  { settled }: MetImport,
  { merged, added }: PreparedImport,
): Promise<Partial<Group>> {
  const coming = countOf(added)
  const { first, reserved } = coming > 0 ? await reserveEntryIds(tx, group, coming) : { first: 0, reserved: {} }
  const listId = await tx.lists.join(group.accountId, merged, added, first)
  const staying = settled.rewritten ? 0 : group.count - settled.counts.removed
  return { listId, count: staying + coming, ...reserved }
}

/** The titles of the group with those of the files, where a column has none; the group's own object when nothing differs. */
function columnsWith({ columns }: Group, { read }: WantedImport): ColumnTitles {
  const free = Object.entries(read.newTitles).filter(([field]) => columns[field as keyof ColumnTitles] === null)
  return free.length === 0 ? columns : { ...columns, ...Object.fromEntries(free) }
}

/** The change of an import. Its state after it tells of the import too. */
function changeOf(before: Before, after: Group, { read }: WantedImport, { settled }: MetImport): ChangeDraft {
  const { added, updated, removed } = settled.counts
  const told: Snapshot = { import: { files: read.files.map(({ name }) => name), added, updated, removed } }
  const states = before ? difference(snapshotGroup(before), snapshotGroup(after)) : undefined
  return {
    noun: 'group',
    verb: before ? 'update' : 'add',
    subject: after.name,
    before: states?.before ?? null,
    after: { ...(states?.after ?? snapshotGroup(after)), ...told },
  }
}

const emptyGroup = {
  description: null,
  columns: noColumns,
  folderId: null,
  plannedDeletionAt: null,
  contactCount: 0,
  listId: null,
  count: 0,
  nextEntryId: 0,
  endEntryId: 0,
  updatedAt: 0,
}
