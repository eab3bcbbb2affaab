import assert from 'node:assert/strict'
import { addAccount } from '../src/core/account/add-account.ts'
import { setAccountCountry } from '../src/core/account/set-account-country.ts'
import type { Caller } from '../src/core/caller.ts'
import { findChanges } from '../src/core/change/find-changes.ts'
import { createContact } from '../src/core/contact/create-contact.ts'
import { importContacts } from '../src/core/contact/import-contacts.ts'
import type { Core } from '../src/core/core.ts'
import { contactSheet } from '../src/core/export/contact-sheet.ts'
import { extensionSheet } from '../src/core/export/extension-sheet.ts'
import { groupSheet } from '../src/core/export/group-sheet.ts'
import { optOutSheet } from '../src/core/export/opt-out-sheet.ts'
import { createExtension } from '../src/core/extension/create-extension.ts'
import { importExtensions } from '../src/core/extension/import-extensions.ts'
import { createGroup } from '../src/core/group/create-group.ts'
import { importNumbers } from '../src/core/import/import-numbers.ts'
import type { ImportCounts, ImportMode } from '../src/core/import/import-report.ts'
import type { RecordFile, WrittenFormat, WrittenSheet } from '../src/core/import/record-file.ts'
import { entryListOf } from '../src/core/list/entry-list-builder.ts'
import { addOptOut } from '../src/core/opt-out/add-opt-out.ts'
import { importOptOuts } from '../src/core/opt-out/import-opt-outs.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { owner, type TestBook } from './builders.ts'
import type { MadeBook } from './nasty-books.ts'

/** An export, and the import that takes it back. */
interface Trip {
  readonly what: string
  readonly records: number
  sheet(): WrittenSheet
  take(file: RecordFile, filename: string, mode: ImportMode): Promise<ImportCounts>
}

/** A format in which an export goes, and the mode in which it comes back. */
export type Way = readonly [WrittenFormat, ImportMode]

/** Every format that has a place for all of a thing, and every mode that writes. */
export const everyWay: readonly Way[] = [
  ['csv', 'add'],
  ['csv', 'sync'],
  ['xlsx', 'add'],
  ['xlsx', 'sync'],
]

let books = 0

/**
 * Makes an account with all that a book has. Exports it in some ways, and imports it again: every line is there unchanged, and
 * there is no change in the history.
 */
export async function goesRound({ core }: TestBook, made: MadeBook, ways: readonly Way[]): Promise<void> {
  const name = `book ${++books}`
  const caller = onAccount(owner, (await addAccount(core, owner, name)).id)
  if (made.country !== null) await setAccountCountry(core, owner, name, made.country)
  const back = await tripsOf(core, caller, made)
  const newest = await newestChange(core, caller)
  for (const { what, records, sheet, take } of back) {
    for (const [format, mode] of ways) {
      const filename = `export.${format}`
      const file = await core.files.open(core.files.write(format, sheet()), { filename })
      const { lines, added, updated, unchanged, repeated, rejected, removed } = await take(file, filename, mode)
      const none = { added: 0, updated: 0, repeated: 0, rejected: 0, removed: 0 }
      const counts = { added, updated, repeated, rejected, removed, lines, unchanged }
      assert.deepEqual(counts, { ...none, lines: records, unchanged: records }, `${what} ${format} ${mode}`)
    }
  }
  assert.equal(await newestChange(core, caller), newest)
}

async function tripsOf(core: Core, caller: Caller, made: MadeBook): Promise<Trip[]> {
  const back: Trip[] = []
  for (const { entries, ...fields } of made.groups) {
    const group = await createGroup(core, caller, { ...fields, entries: entryListOf(entries) })
    back.push({
      ...{ what: 'group', records: group.count, sheet: () => groupSheet(core, caller, group) },
      take: (file, name, mode) => importNumbers(core, caller, { group: { id: group.id } }, [{ name, file }], { mode }),
    })
  }
  for (const each of made.extensions) await createExtension(core, caller, each)
  for (const withSecrets of [false, true]) {
    back.push({
      ...{ what: `extensions ${withSecrets}`, records: made.extensions.length },
      sheet: () => extensionSheet(core, caller, { withSecrets }),
      take: (file, filename, mode) => importExtensions(core, caller, [{ name: filename, file }], { mode }),
    })
  }
  for (const each of made.contacts) await createContact(core, caller, each)
  back.push({
    ...{ what: 'contacts', records: made.contacts.length, sheet: () => contactSheet(core, caller) },
    take: (file, filename, mode) => importContacts(core, caller, [{ name: filename, file }], { mode }),
  })
  for (const each of made.optOuts) await addOptOut(core, caller, each)
  back.push({
    ...{ what: 'opt-outs', records: made.optOuts.length, sheet: () => optOutSheet(core, caller) },
    take: (file, name) => importOptOuts(core, caller, [{ name, file }], { channel: 'calls' }),
  })
  return back
}

async function newestChange(core: Core, caller: Caller): Promise<number | undefined> {
  return (await findChanges(core, caller, 1))[0]?.number
}
