import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type BothEngines, type EngineName, startBothEngines } from '../../../test/both-engines.ts'
import { postgresIsMissing } from '../../../test/postgres-server.ts'
import { describeDamage } from '../../core/damage/damage.ts'
import type { Engine } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import { damageReader } from './find-damage.ts'

const numbers = Array.from({ length: 250 }, (_, index) => String(1000 + index))

describe('what the PBX reads of extensions', { skip: postgresIsMissing }, () => {
  let engines: BothEngines
  before(async () => {
    engines = await startBothEngines()
  })
  after(() => engines.stop())

  for (const name of ['SQLite', 'PostgreSQL'] as const satisfies readonly EngineName[]) {
    it(`is found where it is not as they are, and is written anew, on ${name}`, async () => {
      const engine: Engine = await engines.makeBook(name)
      const run = (sql: string) => engine.transaction((session) => session.run(sql, []))
      const found = async (): Promise<string[]> => {
        const damages: string[] = []
        const rules = { atOnce: { rows: 100, bytes: 100_000 }, onStep: async () => undefined }
        for await (const damage of damageReader(engine).find(rules)) {
          if (damage.table === 'what the PBX reads') damages.push(describeDamage(damage))
        }
        return damages.sort()
      }
      const kept = () => engine.reader.all('select * from index_phones order by number', [])
      await engine.transaction(async (session) => {
        for (const [index, number] of numbers.entries()) {
          await insertRow(session, 'extensions', {
            ...{
              account_id: 1,
              id: index + 1,
              hex_id: `h${index}`,
              number,
              name: 'n',
              sealed_secret: 's',
              digest: 'd',
            },
            ...{
              technology: 'SIP',
              active: 1,
              host: 'dynamic',
              caller_id_number: '',
              call_record: 0,
              push_notification: 0,
            },
            ...{
              deny: '',
              permit: '',
              dtmf_mode: 'rfc2833',
              can_reinvite: 0,
              direct_media: 0,
              context: 'main_routing',
            },
            ...{ kind: 'friend', nat: 'no', port: 5060, qualify: 0, call_group: '', pickup_group: '', call_counter: 1 },
            ...{ fax_detect: 0, email: '', forward_busy: '', forward_no_answer: '', forward_unavailable: '' },
            ...{ forward_all: '', more_options: '', description: '', created_at: 1, updated_at: 1 },
          })
        }
      })
      // Columns that are left out have their usual values, which no sum of ours covers.
      await run('update extensions set checksum = 0')
      const right = await kept()
      assert.equal(right.length, numbers.length)
      assert.deepEqual(await found(), [])
      await run("update index_phones set context = 'wrong' where number = '1003'")
      await run("delete from index_phones where number = '1249'")
      await run("update index_phones set number = '9999' where number = '1100'")
      const told = (number: string) =>
        `what the PBX reads ${number} of account 1 is not as its extension is: it is written anew`
      assert.deepEqual(await found(), ['1003', '1100', '1249', '9999'].map(told))
      assert.deepEqual(await kept(), right)
      assert.deepEqual(await found(), [])

      await run("update extensions set host = '192.0.2.7' where number = '1003'")
      const others = async () => [
        await engine.reader.all('select * from index_pbx', []),
        await engine.reader.all('select * from index_addresses', []),
      ]
      const [settings, addresses] = await others()
      assert.deepEqual([settings?.length, addresses?.length], [1, 1])
      await run("update index_pbx set rtp_timeout = '7'")
      await run("update index_addresses set addresses = '192.0.2.8'")
      assert.deepEqual(await found(), [
        'what the PBX reads of addresses is not as the book has it: it is written anew',
        'what the PBX reads of settings is not as the book has it: it is written anew',
      ])
      assert.deepEqual(await others(), [settings, addresses])
      assert.deepEqual(await found(), [])
    })
  }
})
