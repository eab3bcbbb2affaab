import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { makeIds } from '../../secrets/ids.ts'
import { openStore } from '../open-store.ts'

const clock = { now: () => 1_000 }

it('a book from before folders has its groups at the root, and its contacts with two names', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'dialbook-test-'))
  const database = new DatabaseSync(join(dataDir, 'book.db'))
  database.exec(await readFile(new URL('../migrations/0001-book.sql', import.meta.url), 'utf8'))
  database.exec(`pragma user_version = 1;
    insert into accounts values (1, 'a', 1, 1);
    insert into tallies values (1, 'group', 1), (1, 'contact', 4);
    insert into groups (account_id, id, hex_id, name, count, next_entry_id, end_entry_id, created_at, updated_at)
      values (1, 1, 'f', 'g', 0, 0, 0, 1, 1)`)
  const names = ['Ali Reza Ahmadi', 'Sara', ' John  Doe ', ' ']
  const insert = database.prepare('insert into contacts values (1, ?, ?, ?, ?, ?, 1, 1)')
  for (const [index, name] of names.entries()) insert.run(index + 1, `h${index}`, name, '1', 'd')
  database.close()

  const store = await openStore({ place: { folder: dataDir }, keyFingerprint: 'test', ids: makeIds(clock), clock })
  const { items } = await store.contacts.page(1, { sort: { by: 'id', descending: false } }, { start: 0, count: 10 })
  assert.deepEqual(
    items.map(({ name, firstName, lastName, email, custom }) => [name, firstName, lastName, email, custom.length]),
    [
      ['Ali Reza Ahmadi', 'Ali', 'Reza Ahmadi', null, 20],
      ['Sara', 'Sara', null, null, 20],
      [' John  Doe ', 'John', 'Doe', null, 20],
      [' ', null, null, null, 20],
    ],
  )
  const group = await store.groups.get(1, { id: 1 })
  assert.deepEqual([group?.folderId, group?.contactCount], [null, 0])
  assert.deepEqual([(await store.accounts.byName('a'))?.hasMasterKey], [false])
  await store.close()
  await rm(dataDir, { recursive: true })
})
