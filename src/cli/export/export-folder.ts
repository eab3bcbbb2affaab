import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from '../../core/account/account.ts'
import type { Caller } from '../../core/caller.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import type { Core } from '../../core/core.ts'
import { fileNameOf } from '../../core/export/file-name.ts'
import { sheetOfGroup } from '../../core/export/group-sheet.ts'
import type { Group } from '../../core/group/group.ts'
import type { WrittenFormat, WrittenSheet } from '../../core/import/record-file.ts'
import { showGroup } from '../groups/show-group.ts'
import { isoTime } from '../table.ts'
import { Manifest, type ManifestFile } from './manifest.ts'
import { writeFresh } from './whole-file.ts'
import { writeWholeFolder } from './whole-folder.ts'
import { type Stopping, writeSheet } from './write-sheet.ts'

/** The folder within an export in which the files of groups lie. */
const groupsFolder = 'groups'

/** An account whose things are written into a folder. */
export interface ExportedAccount {
  readonly core: Core
  readonly caller: Caller
  readonly account: Account
}

/** The folder of an export, and how it is written. */
export interface FolderOptions {
  readonly out: string
  readonly format: WrittenFormat
  readonly force: boolean
  readonly secrets: boolean
  readonly stopping: Stopping
}

/** A sheet of all things of one kind, which is a file by itself. */
export interface KindSheet {
  readonly kind: Exclude<ManifestFile['kind'], 'group'>
  readonly sheet: WrittenSheet
}

/** The files of an export and the records in them. */
export interface Totals {
  readonly files: number
  readonly records: number
}

/** Writes groups and other things of an account into a folder, with a manifest. */
export function exportFolder(
  { core, caller, account }: ExportedAccount,
  groups: AsyncIterable<Group> | Iterable<Group>,
  others: readonly KindSheet[],
  { out, format, force, secrets, stopping }: FolderOptions,
): Promise<Totals> {
  return writeWholeFolder(out, { force }, async (folder) => {
    const manifest = new Manifest(folder)
    const [newest] = await findChanges(core, caller, 1)
    const at = isoTime(core.clock.now())
    await manifest.begin({ account: account.name, at, change: newest?.number ?? null, secrets })
    const totals = { files: 0, records: 0 }
    const write = async (sheet: WrittenSheet, entry: Omit<ManifestFile, 'records'>): Promise<void> => {
      const file = join(folder, entry.file)
      const records = await writeSheet(core, sheet, format, (bytes) => writeFresh(file, stopping(bytes)))
      await manifest.add({ ...entry, records })
      totals.files++
      totals.records += records
    }
    await mkdir(join(folder, groupsFolder), { mode: 0o700 })
    for await (const group of groups) {
      const file = `${groupsFolder}/${fileNameOf(group, format)}`
      const sheet = sheetOfGroup(core, caller, group, format)
      await write(sheet, { file, kind: 'group', group: await showGroup(core, caller, group) })
    }
    for (const { kind, sheet } of others) await write(sheet, { file: `${kind}.${format}`, kind })
    await manifest.end()
    return totals
  })
}
