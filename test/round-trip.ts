import assert from 'node:assert/strict'
import { addAccount } from '../src/core/account/add-account.ts'
import { setAccountCountry } from '../src/core/account/set-account-country.ts'
import type { Caller } from '../src/core/caller.ts'
import { findChanges } from '../src/core/change/find-changes.ts'
import { groupSheet } from '../src/core/export/group-sheet.ts'
import { createGroup } from '../src/core/group/create-group.ts'
import { getGroup } from '../src/core/group/get-group.ts'
import type { Group } from '../src/core/group/group.ts'
import { importNumbers } from '../src/core/import/import-numbers.ts'
import type { ImportCounts, ImportMode } from '../src/core/import/import-report.ts'
import type { WrittenFormat } from '../src/core/import/record-file.ts'
import { entryListOf } from '../src/core/list/entry-list-builder.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { owner, type TestBook } from './builders.ts'
import type { MadeBook } from './nasty-books.ts'

/** The formats that have a place for all of a group. */
export const wholeFormats = ['csv', 'xlsx'] as const satisfies readonly WrittenFormat[]

let books = 0

/** Makes an account with the groups of a book, exports each in every format, and imports it again: nothing may differ. */
export async function goesRound(book: TestBook, made: MadeBook): Promise<void> {
  const { core } = book
  const name = `book ${++books}`
  const caller = onAccount(owner, (await addAccount(core, owner, name)).id)
  if (made.country !== null) await setAccountCountry(core, owner, name, made.country)
  for (const { entries, ...fields } of made.groups) {
    const group = await createGroup(core, caller, { ...fields, entries: entryListOf(entries) })
    const newest = await newestChange(book, caller)
    for (const format of wholeFormats) {
      for (const mode of ['add', 'sync'] as const) {
        assert.deepEqual(
          await importExport(book, caller, group, format, mode),
          unchanged(group.count),
          `${format} ${mode}`,
        )
      }
    }
    assert.deepEqual(await getGroup(core, caller, { id: group.id }), group)
    assert.equal(await newestChange(book, caller), newest)
  }
}

async function importExport(
  { core }: TestBook,
  caller: Caller,
  group: Group,
  format: WrittenFormat,
  mode: ImportMode,
): Promise<ImportCounts> {
  const name = `group.${format}`
  const file = await core.files.open(core.files.write(format, groupSheet(core, caller, group)), { filename: name })
  const target = { group: { id: group.id } }
  const { lines, added, updated, unchanged, repeated, rejected, removed } = await importNumbers(
    ...([core, caller, target, [{ name, file }]] as const),
    { mode },
  )
  return { lines, added, updated, unchanged, repeated, rejected, removed }
}

function unchanged(lines: number): ImportCounts {
  return { lines, unchanged: lines, added: 0, updated: 0, repeated: 0, rejected: 0, removed: 0 }
}

async function newestChange({ core }: TestBook, caller: Caller): Promise<number | undefined> {
  return (await findChanges(core, caller, 1))[0]?.number
}
