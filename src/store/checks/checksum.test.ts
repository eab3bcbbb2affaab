import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, type TestBook } from '../../../test/builders.ts'
import { createContact } from '../../core/contact/create-contact.ts'
import { addCredential } from '../../core/credential/add-credential.ts'
import { createExtension } from '../../core/extension/create-extension.ts'
import { createFolder } from '../../core/folder/create-folder.ts'
import { setForwardRule } from '../../core/forward-rule/set-forward-rule.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { addIncomingRule } from '../../core/incoming-rule/add-incoming-rule.ts'
import { updateIncomingRule } from '../../core/incoming-rule/update-incoming-rule.ts'
import type { Engine } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'
import { openSqlite } from '../sqlite/open-sqlite.ts'
import { checksumOf, coveredBy, keyOf, type SumName, sums, sumsOf } from './checksum.ts'

/** Tables whose rows have no checksum: docs/operations.md says what finds damage in them. */
const withoutSums = [
  ...[
    'call_parties',
    'call_spool',
    'campaign_runs',
    'campaign_targets',
    'campaign_tries',
    'carriers',
    'delivery_attempts',
    'deliveries',
    'effects',
    'endpoint_options',
    'facts',
    'incoming_spellings',
    'inbound_keys',
    'message_parts',
    'message_spending',
    'missed_calls',
    'paper_messages',
    'retries',
    'schedule_days',
    'sequences',
    'staged_lists',
  ],
  ...['tallies', 'unsieved_groups'],
]

/** Counts that SQL adds up. */
const added: Readonly<Record<string, readonly string[]>> = {
  groups: ['contact_count'],
  folders: ['folder_count', 'group_count', 'contact_count'],
  changes: ['number'],
  bulks: [
    ...['next_list', 'next_entry', 'looked', 'repeated', 'queued', 'sent', 'delivered', 'failed', 'expired'],
    ...['cancelled', 'skipped'],
  ],
}

describe('a checksum', () => {
  let book: TestBook
  let engine: Engine
  before(async () => {
    book = await buildBook()
    engine = openSqlite(`${book.dataDir}/book.db`)
  })
  after(async () => {
    await engine.close()
    await book.close()
  })

  it('covers every column of every table that is not named here', async () => {
    for (const { name, columns } of await engine.tables(engine.reader)) {
      const own = sumsOf(name)
      assert.equal(own.length === 0, withoutSums.includes(name), name)
      if (own.length === 0) continue
      const covered = own.flatMap((each) => [...sums[each].key, ...coveredBy(each), sums[each].sum])
      const all = [...new Set([...covered, ...(added[name] ?? [])])]
      assert.deepEqual(all.sort(), columns.map((column) => column.name).sort())
    }
  })

  it('is written by every writer of a row, also by those that change it', async () => {
    const { core } = book
    const caller = await book.buildCaller()
    const folder = await createFolder(core, caller, { name: 'f', parentId: null })
    const group = await createGroup(core, caller, { name: 'g', entries: entriesOf('1'), folderId: folder.id })
    await createContact(core, caller, { number: '1', groupId: group.id })
    await createExtension(core, caller, { name: 'e', number: '501', secret: 'a long secret' })
    await addCredential(core, caller, { dialect: 'simotel', scheme: 'token', token: 't'.repeat(20) })
    await setForwardRule(core, caller, { prefix: '09', allowed: true })
    await setForwardRule(core, caller, { prefix: '09', allowed: false })
    const { id } = await addIncomingRule(core, caller, { verdict: 'allow', number: '0912', labels: ['vip'] })
    await updateIncomingRule(core, caller, { id }, { comment: 'c' })
    let rows = 0
    for (const name of Object.keys(sums) as SumName[]) {
      for (const row of await engine.reader.all(`select * from ${sums[name].table}`, [])) {
        assert.equal(row[sums[name].sum], checksumOf(name, row), name)
        rows++
      }
    }
    assert.ok(rows > 15)
  })

  it('is another for each value of each column, and for null', () => {
    for (const [name, { key, content }] of Object.entries(sums) as [SumName, (typeof sums)[SumName]][]) {
      const columns = [...key, ...content]
      const row = Object.fromEntries(columns.map((column): [string, Value] => [column, `value of ${column}`]))
      const found = new Set([checksumOf(name, row)])
      for (const column of columns) {
        found.add(checksumOf(name, { ...row, [column]: 'another' }))
        found.add(checksumOf(name, { ...row, [column]: null }))
      }
      assert.equal(found.size, 1 + 2 * columns.length, name)
      assert.ok(keyOf(name).length > 0)
    }
  })
})
