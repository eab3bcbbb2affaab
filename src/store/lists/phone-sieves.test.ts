import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { buildBook, entriesOf } from '../../../test/builders.ts'
import { addEntries } from '../../core/entry/add-entries.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { findGroupsOfPhone } from '../../core/group/find-groups-of-phone.ts'
import { updateGroup } from '../../core/group/update-group.ts'
import { openStore } from '../open-store.ts'
import { isFull } from './sieve.ts'

describe('the sieves of groups', () => {
  it('are made anew when edits have filled them, and go when the list is too long', async () => {
    const book = await buildBook()
    const caller = await book.buildCaller()
    const group = await createGroup(book.core, caller, { name: 'g' })
    const database = new DatabaseSync(join(book.dataDir, 'book.db'), { readOnly: true })
    const parts = (): Uint8Array[] =>
      database
        .prepare('select bytes from phone_sieves')
        .all()
        .map(({ bytes }) => bytes as Uint8Array)
    for (let round = 0; round < 60; round++) {
      const drafts = Array.from({ length: 9 }, (_, index) => ({ phone: `0${round * 9 + index}` }))
      await addEntries(book.core, caller, group, drafts)
      assert.deepEqual(parts().map(isFull), [false])
    }
    await updateGroup(book.core, caller, group, {
      entries: entriesOf(...Array.from({ length: 16_001 }, (_, at) => `${at}`)),
    })
    assert.equal(parts().length, 0)
    database.close()
    await book.close()
  })

  it('are made for the groups of an older book when it is opened', async () => {
    const book = await buildBook()
    const caller = await book.buildCaller()
    for (let count = 0; count < 450; count++) {
      await createGroup(book.core, caller, { name: 'g', entries: entriesOf('1', `2${count}`) })
    }
    await book.core.store.close()
    const database = new DatabaseSync(join(book.dataDir, 'book.db'))
    database.exec(`delete from phone_sieves;
      insert into unsieved_groups (account_id, group_id) select account_id, id from groups;
      insert into unsieved_groups values (1, 1000000)`)
    const place = { folder: book.dataDir }
    const keyFingerprint = book.core.vault.fingerprint
    const store = await openStore({ place, keyFingerprint, ids: book.core.ids, clock: book.clock })
    const core = { ...book.core, store }
    assert.equal((await findGroupsOfPhone(core, caller, '1', { limit: 1000 })).groups.length, 450)
    assert.equal((await findGroupsOfPhone(core, caller, '2449')).groups.length, 1)
    assert.equal(database.prepare('select count(*) as count from unsieved_groups').get()?.count, 0)
    database.close()
    await store.close()
  })
})
