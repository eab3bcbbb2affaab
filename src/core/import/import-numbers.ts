import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { giveWay } from '../give-way.ts'
import { type Group, noColumns } from '../group/group.ts'
import type { ListReader } from '../list/list-port.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Permission } from '../permission/permission.ts'
import type { ImportFile, ImportOptions, ImportTarget } from './import-options.ts'
import { ImportRefused } from './import-refused.ts'
import { checkCounts, type ImportMode, type ImportReport, type SettledCounts } from './import-report.ts'
import { NumberKeys } from './number-keys.ts'
import { type ReadLines, readLines } from './read-lines.ts'
import { settleImport, writeImport } from './write-import.ts'

/** What became of an import into a group. */
export interface NumbersReport extends ImportReport {
  /** The group as it is now; null when it was to be made and nothing was written. */
  readonly group: Group | null
}

/** The permissions that an import needs by its mode, beside those for the group. */
export const importPermissions: Readonly<Record<ImportMode, readonly Permission[]>> = {
  add: ['entry.add', 'entry.update'],
  sync: ['entry.add', 'entry.update', 'entry.remove'],
  remove: ['entry.remove'],
}

/** The reason for which `sync` takes no rejects. */
export const syncLoses = 'sync would take out the numbers that they should have'

/** Rejects that a refusal names. */
const namedAtMost = 3

/**
 * Imports files of numbers into a group, as one change. Numbers are compared by their keys: one that the group has in another spelling
 * stays as it is there.
 *
 * - `add`: numbers that the group does not have come behind its list, in the order of the files.
 * - `sync`: the group gets the numbers of the files in their order, and no others.
 * - `remove`: the numbers of the files go from the group, in whatever spelling it has them.
 *
 * The next list version is made ahead of the write, piece by piece, so that nobody waits. Nothing is written when nothing differs.
 *
 * @throws ImportRefused when a line is rejected and `bad` is not `skip`, and when nothing in a file is a number. `sync` refuses
 * rejects always: it would take out the numbers that these lines should have.
 * @throws Refusal `not_found`; `invalid_value` when a file cannot be read, or when its columns must be chosen.
 */
export function importNumbers(
  core: Core,
  caller: Caller,
  target: ImportTarget,
  files: readonly ImportFile[],
  options: ImportOptions = {},
): Promise<NumbersReport> {
  const read: ReadForGroup = async (group, keys) => {
    const oddPhones = await oddPhonesOf(core.store.lists, caller.accountId, group?.listId ?? null)
    return readLines(files, { titles: group?.columns ?? noColumns, keys, oddPhones }, options)
  }
  return importRead(core, caller, target, read, options)
}

/** Reads lines for the group as it is now; undefined for one that is to be made. */
export type ReadForGroup = (group: Group | undefined, keys: NumberKeys) => Promise<ReadLines>

/** Imports lines that are read already, or are read by `read`, as {@link importNumbers} does. */
export async function importRead(
  core: Core,
  caller: Caller,
  target: ImportTarget,
  read: ReadForGroup,
  options: ImportOptions = {},
): Promise<NumbersReport> {
  const { mode = 'add', dryRun = false, alongside } = options
  for (const permission of importPermissions[mode]) mustBeAllowed(caller, permission)
  mustBeAllowed(caller, 'create' in target ? 'group.add' : 'group.find')
  if ('create' in target && target.create.name.trim() === '') {
    throw new Refusal('invalid_value', 'the group needs a name', 'name')
  }
  const { accountId } = caller
  const group = 'group' in target ? mustExist(await core.store.groups.get(accountId, target.group), 'group') : undefined
  const keys = new NumberKeys(await planOfAccount(core, accountId))
  const found = await read(group, keys)
  if (group && Object.keys(found.newTitles).length > 0) mustBeAllowed(caller, 'group.update')
  const wanted = { accountId, target, mode, keys, read: found, ...(alongside && { alongside }) }
  const reason = refusalOf(found, options)
  if (dryRun || reason !== undefined) {
    const counts = await settleImport(core, wanted)
    const report = reportOf(found, counts, { mode, dryRun })
    if (reason !== undefined) throw new ImportRefused(reason, report)
    return { ...report, group: group ?? null }
  }
  const onPiece = () =>
    options.listener?.onProgress?.({ step: 'writing', lines: found.total, rejected: found.rejects.count })
  const written = await writeImport(core, caller, wanted, onPiece)
  return { ...reportOf(found, written.counts, { mode, dryRun }), group: written.group }
}

/** The texts of a list that are no number as they stand, which its files have as they are. */
export async function oddPhonesOf(
  lists: ListReader,
  accountId: number,
  listId: string | null,
): Promise<ReadonlySet<string>> {
  const odd = new Set<string>()
  for await (const { phones } of lists.packedParts(accountId, listId)) {
    for (const phone of phones.values()) odd.add(phone)
    await giveWay()
  }
  return odd
}

/** The reason to refuse an import by its lines. */
function refusalOf(
  { problem, rejects, total }: ReadLines,
  { mode = 'add', bad = 'refuse' }: ImportOptions,
): string | undefined {
  if (problem !== undefined) return `${problem}: nothing was imported`
  if (rejects.count === 0 || (bad === 'skip' && mode !== 'sync')) return undefined
  const named = rejects.first
    .slice(0, namedAtMost)
    .map(({ line, column, value, reason }) => `line ${line}, ${column}: ${JSON.stringify(value)} ${reason}`)
  const more = rejects.count > named.length ? `, and ${rejects.count - named.length} more` : ''
  const loss = mode === 'sync' ? `; ${syncLoses}` : ''
  return `nothing was imported, since ${rejects.count} of ${total} lines cannot be: ${named.join('; ')}${more}${loss}`
}

function reportOf(
  { rejects, total, files }: ReadLines,
  counts: SettledCounts,
  how: Pick<ImportReport, 'mode' | 'dryRun'>,
): ImportReport {
  const report = { ...how, lines: total, ...counts, rejected: rejects.count, files, rejects: rejects.first }
  checkCounts(report)
  return report
}
