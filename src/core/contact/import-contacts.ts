import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Group } from '../group/group.ts'
import type { ImportFile } from '../import/import-options.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { readRows, type SheetKind } from '../sheet/read-rows.ts'
import { filesOf, type ImportOptions, type ImportOutcome, planAndWrite, refusalOf } from '../sheet/sheet-import.ts'
import { contactFields, idTitle } from './contact-columns.ts'
import { readAllContacts } from './find-contact-page.ts'
import { type ContactPlan, planContacts } from './plan-contacts.ts'
import { writeContacts } from './write-contacts.ts'

/** How files become contacts. */
export interface ContactImportOptions extends ImportOptions {
  /** The group that the contacts come into, or with `remove` go out of. */
  readonly group?: Group
}

/** The things that files of contacts hold. */
export const contactSheet: SheetKind = {
  noun: 'contacts',
  fields: contactFields,
  keys: ['number', 'name', 'FirstName', 'LastName', 'Email', idTitle],
}

/**
 * Imports contacts from files, as one change. A line is for the contact of its id, else of its e-mail address, else of its number and
 * name. An empty cell leaves a field as it is; `(none)` empties it. With a group, `sync` and `remove` take contacts out of the group
 * and leave them in the book.
 *
 * @throws Refusal `invalid_value` of `file` or `column` for a file that cannot be read as contacts; `conflict` when others change
 * the same contacts all the time.
 */
export async function importContacts(
  core: Core,
  caller: Caller,
  sources: readonly ImportFile[],
  options: ContactImportOptions,
): Promise<ImportOutcome> {
  const { mode, dryRun = false, group } = options
  for (const permission of permissions[mode]) mustBeAllowed(caller, permission)
  if (group) mustBeAllowed(caller, 'membership.add')
  const { accountId } = caller
  const rows = await readRows(sources, contactSheet, options)
  const numbers = await planOfAccount(core, accountId)
  const plan = async () => {
    const now = await readAllContacts(core, caller)
    const members = group && new Set(await core.store.memberships.contactIdsIn(accountId, group.id))
    return planContacts(core, rows, { accountId, mode, now, numbers, members })
  }
  const mayWrite = ({ writes, tally }: ContactPlan) =>
    !dryRun && writes.length > 0 && refusalOf(tally, contactSheet.noun, options) === null
  const subject = sources.map(({ name }) => name).join(', ')
  const made = await planAndWrite(plan, async (planned) => {
    if (mayWrite(planned)) await writeContacts(core, caller, subject, planned.writes, group?.id)
  })
  const refusal = refusalOf(made.tally, contactSheet.noun, options)
  return { files: filesOf(rows), ...made.tally.report(), mode, written: mayWrite(made), refusal }
}

const permissions = {
  add: ['contact.add', 'contact.update'],
  sync: ['contact.add', 'contact.update', 'contact.remove'],
  remove: ['contact.remove'],
} as const
