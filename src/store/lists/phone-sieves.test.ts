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

  it('say nothing when they are damaged, wherever they stand among others', async () => {
    const book = await buildBook()
    const caller = await book.buildCaller()
    for (let id = 1; id <= 600; id++) {
      const numbers = Array.from({ length: 1 + (id % 40) }, (_, index) => `${id}00${index}`)
      await createGroup(book.core, caller, { name: 'g', entries: entriesOf(...numbers) })
    }
    const database = new DatabaseSync(join(book.dataDir, 'book.db'))
    const find = async (phone: string) => (await findGroupsOfPhone(book.core, caller, phone)).groups.map(({ id }) => id)
    const write = database.prepare('update phone_sieves set bytes = ?, checksum = ? where group_id = ?')
    for (const id of [1, 255, 256, 257, 599, 600]) {
      const { bytes, checksum } = database
        .prepare('select bytes, checksum from phone_sieves where group_id = ?')
        .get(id) as { bytes: Uint8Array; checksum: number }
      const emptied = bytes.map((byte, at) => (at === bytes.findIndex((each) => each > 0) ? 0 : byte))
      for (const [damagedBytes, damagedSum] of [
        [emptied, checksum],
        [bytes.subarray(1), checksum],
        [new Uint8Array(0), checksum],
        [Buffer.concat([bytes, bytes]), checksum],
        [bytes, checksum + 1],
        [bytes, null],
      ] as const) {
        write.run(damagedBytes, damagedSum, id)
        const problem = { code: 'damaged', message: new RegExp(`phone_sieves 65 ${id} of account ${caller.accountId}`) }
        await assert.rejects(find(`${id}000`), problem)
        await assert.rejects(find('9999'), problem)
      }
      // A row without a checksum is one of an older server.
      write.run(bytes, 0, id)
      assert.deepEqual(await find(`${id}000`), [id])
      write.run(bytes, checksum, id)
    }
    assert.deepEqual(await find('9999'), [])
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
