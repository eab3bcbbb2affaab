import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { importFileOf } from '../../../test/record-file.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { createGroup } from '../group/create-group.ts'
import { getGroup } from '../group/get-group.ts'
import type { ImportMode } from '../import/import-report.ts'
import { findGroupsOfContact } from '../membership/find-groups-of-contact.ts'
import { undoChange } from '../undo/undo-change.ts'
import type { Contact } from './contact.ts'
import { contactColumns } from './contact-columns.ts'
import { createContact } from './create-contact.ts'
import { readAllContacts } from './find-contact-page.ts'
import { type ContactImportOptions, importContacts } from './import-contacts.ts'

const titles = ['_id', ...contactColumns.map(({ title }) => title)]

/** Cells of a column: good ones, bad ones and hostile ones. */
const cells: Readonly<Record<string, readonly string[]>> = {
  name: ['Ali', 'Sara B', 'Ali  Reza', '', '=cmd()', '\u0007', '__proto__'],
  FirstName: ['', '', 'Ali', 'Sara'],
  LastName: ['', '', 'B'],
  number: ['', '0912 111 2233', '+98 912 111 2233', '021', '*43', 'call me', '0912/0913'],
  Email: ['', 'a@b.example', 'A@B.example', 'c@d.example', 'no address'],
  Country: ['', 'DE', 'Germany', 'آلمان', '(none)', 'Nowhere'],
  DateOfBirth: ['', '1980-02-29', '29.2.1980', '1981-02-29', '0/0/00'],
  CustomField2: ['', 'x', 'x'.repeat(257), '(none)'],
  description: ['', 'a\nb', '(none)'],
}

const row = fc.tuple(...titles.map((title) => fc.constantFrom(...(cells[title] ?? ['']))))
const rows = fc.array(row, { maxLength: 12 })

describe('importContacts', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const importRows = (
    caller: Caller,
    given: readonly (readonly string[])[],
    options: Partial<ContactImportOptions> = {},
    ownTitles = titles,
  ) => importContacts(book.core, caller, [importFileOf([ownTitles, ...given])], { mode: 'add', ...options })
  const read = async (caller: Caller) => {
    const contacts = await readAllContacts(book.core, caller)
    const groups = await Promise.all(contacts.map((contact) => findGroupsOfContact(book.core, caller, contact)))
    return contacts.map((contact, at) => ({ ...contact, groups: groups[at]?.map(({ id }) => id) }))
  }
  const lastChange = async (caller: Caller): Promise<number> =>
    (await findChanges(book.core, caller, 1))[0]?.number ?? 0

  it('adds up for any lines, with a group or without, and is undone to what was there', async () => {
    const modes = fc.constantFrom<ImportMode>('add', 'sync', 'remove')
    await fc.assert(
      fc.asyncProperty(rows, rows, modes, fc.boolean(), async (first, second, mode, hasGroup) => {
        const caller = await book.buildCaller()
        const made = await createGroup(book.core, caller, { name: 'friends' })
        const read1 = async () => ({
          contacts: await read(caller),
          group: await getGroup(book.core, caller, { id: made.id }),
        })
        await importRows(caller, first.slice(0, 6), { bad: 'skip', group: made })
        await importRows(caller, first.slice(6), { bad: 'skip' })
        const was = await read1()
        book.clock.advance(1)
        const report = await importRows(caller, second, { bad: 'skip', mode, ...(hasGroup && { group: made }) })
        const { lines, added, updated, unchanged, repeated, rejected, removed } = report
        assert.equal(lines, second.filter((each) => each.some((cell) => cell.trim() !== '')).length)
        assert.equal(lines, added + updated + unchanged + repeated + rejected)
        const is = await read1()
        if (report.written) {
          assert.equal(is.contacts.length, was.contacts.length + added - (hasGroup ? 0 : removed))
          await undoChange(book.core, owner, await lastChange(caller))
        } else assert.deepEqual(is, was)
        assert.deepEqual(await read1(), was)
      }),
      { numRuns: 60 },
    )
  })

  it('finds everything unchanged when it reads the same file again', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const caller = await book.buildCaller()
        const first = await importRows(caller, given, { bad: 'skip' })
        const was = await read(caller)
        book.clock.advance(1)
        const again = await importRows(caller, given, { bad: 'skip' })
        assert.deepEqual(await read(caller), was)
        assert.deepEqual([again.added, again.updated, again.written], [0, 0, false])
        assert.equal(again.unchanged + again.repeated + again.rejected, first.lines)
      }),
      { numRuns: 40 },
    )
  })

  it('changes nothing when it reads what the columns show of any contacts, also of two that are alike', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), async (given, withIds) => {
        const caller = await book.buildCaller()
        await importRows(caller, given, { bad: 'skip' })
        for (const { id, hexId, accountId, createdAt, updatedAt, ...fields } of (
          await readAllContacts(book.core, caller)
        ).slice(0, 2)) {
          await createContact(book.core, caller, fields)
        }
        await createContact(book.core, caller, { number: 'ext. 5', name: 'no number' })
        const was = await readAllContacts(book.core, caller)
        const show = (contact: Contact) => [
          withIds ? contact.hexId : '',
          ...contactColumns.map((each) => each.show(contact)),
        ]
        const report = await importRows(caller, was.map(show), { mode: 'sync' })
        assert.deepEqual(report.rejects, [])
        assert.deepEqual([report.unchanged, report.removed, report.written], [was.length, 0, false])
      }),
      { numRuns: 40 },
    )
  })

  it('finds a contact by its address, else by its number in any spelling with its name', async () => {
    const caller = await book.buildCaller()
    const own = ['name', 'number', 'Email', 'City']
    const lines = [
      ['Ali', '0912 111 2233', 'ali@example.org', ''],
      ['Sara', '0912 111 2233', '', ''],
    ]
    await importRows(caller, lines, {}, own)
    const report = await importRows(
      caller,
      [
        ['Ali Reza', '', 'ALI@example.org', 'Tehran'],
        ['sara', '09121112233', '', 'Yazd'],
        ['Reza', '09121112233', '', 'Qom'],
      ],
      {},
      own,
    )
    assert.deepEqual([report.updated, report.added], [2, 1])
    const found = await readAllContacts(book.core, caller)
    assert.deepEqual(
      found.map(({ name, number, email, city }) => [name, number, email, city]),
      [
        ['Ali Reza', '09121112233', 'ali@example.org', 'Tehran'],
        ['sara', '09121112233', null, 'Yazd'],
        ['Reza', '09121112233', null, 'Qom'],
      ],
    )
  })

  it('asks which of several contacts a line is for', async () => {
    const caller = await book.buildCaller()
    const contact = { number: '1', name: 'Ali', email: 'ali@example.org' }
    const [one, other] = [
      await createContact(book.core, caller, contact),
      await createContact(book.core, caller, contact),
    ]
    const report = await importRows(caller, [['ali@example.org', 'Tehran']], {}, ['Email', 'City'])
    assert.match(
      report.rejects[0]?.reason ?? '',
      new RegExp(`is that of 2 contacts, ${one.hexId}, ${other.hexId}: say which in a column _id`),
    )
    const named = await importRows(caller, [[other.hexId, 'Tehran']], {}, ['_id', 'City'])
    assert.equal(named.updated, 1)
    assert.deepEqual(
      (await readAllContacts(book.core, caller)).map(({ city }) => city),
      [null, 'Tehran'],
    )
  })

  it('reads what address books write', async () => {
    const caller = await book.buildCaller()
    const google = [
      'First Name',
      'Middle Name',
      'Last Name',
      'Organization Name',
      'E-mail 1 - Value',
      'Phone 1 - Value',
      'Phone 2 - Value',
      'Notes',
      'Birthday',
    ]
    const first = await importRows(
      caller,
      [
        [
          'Ali',
          'Reza',
          'Karimi',
          '',
          'ali@example.org ::: a2@example.org',
          '',
          '+98 912 111 2233',
          'vip',
          '1980-02-29',
        ],
        ['', '', '', 'ACME', '', '+49 (0) 30 1234567', '', '', ''],
      ],
      {},
      google,
    )
    assert.deepEqual([first.added, first.unread], [2, []])
    const outlook = [
      'Vorname',
      'Nachname',
      'E-Mail-Adresse',
      'Telefon geschäftlich',
      'Land/Region geschäftlich',
      'Firma',
    ]
    const second = await importRows(
      caller,
      [['Hans', 'Meier', 'h@example.de', '030/1234567', 'Deutschland', 'X GmbH']],
      {},
      outlook,
    )
    assert.deepEqual(second.unread, [{ file: 'test.csv', title: 'Firma', cells: 1 }])
    assert.deepEqual(
      (await readAllContacts(book.core, caller)).map(({ name, number, email, country, birthDate, description }) => [
        ...[name, number, email, country, birthDate, description],
      ]),
      [
        ['Ali Reza Karimi', '+989121112233', 'ali@example.org', null, '1980-02-29', 'vip'],
        ['ACME', '+49301234567', null, null, null, ''],
        ['Hans Meier', '0301234567', 'h@example.de', 'DE', null, ''],
      ],
    )
  })

  it('takes contacts out of a group, and leaves them in the book', async () => {
    const caller = await book.buildCaller()
    const group = await createGroup(book.core, caller, { name: 'friends' })
    const own = ['name', 'number']
    await importRows(
      caller,
      [
        ['Ali', '1'],
        ['Sara', '2'],
        ['Reza', '3'],
      ],
      { group },
      own,
    )
    const report = await importRows(
      caller,
      [
        ['Sara', '2'],
        ['Mina', '4'],
      ],
      { group, mode: 'sync' },
      own,
    )
    assert.deepEqual([report.added, report.unchanged, report.removed], [1, 1, 2])
    assert.deepEqual(
      (await read(caller)).map(({ name, groups }) => [name, groups?.length]),
      [
        ['Ali', 0],
        ['Sara', 1],
        ['Reza', 0],
        ['Mina', 1],
      ],
    )
    assert.equal((await getGroup(book.core, caller, { id: group.id })).contactCount, 2)
    await undoChange(book.core, owner, await lastChange(caller))
    assert.deepEqual(
      (await read(caller)).map(({ name, groups }) => [name, groups?.length]),
      [
        ['Ali', 1],
        ['Sara', 1],
        ['Reza', 1],
      ],
    )
  })
})
