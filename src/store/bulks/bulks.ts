import type { BulkRef } from '../../core/bulk/bulk.ts'
import type { BulkReader, BulkWriter } from '../../core/bulk/bulk-port.ts'
import { asAsked } from '../checks/damaged.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import { updateRow } from '../engine/many-rows.ts'
import type { Value } from '../engine/value.ts'
import { toMessage } from '../messages/message-rows.ts'
import { table, toBulk, toRow } from './bulk-rows.ts'
import { countMessages } from './count-messages.ts'

export function bulkReader(engine: Engine): BulkReader {
  return {
    async get(accountId, ref) {
      const row = await engine.reader.one(...one(accountId, ref))
      return row && toBulk(asAsked(table, row, asked(accountId, ref)))
    },
    async page(accountId, { states, descending = true }, { start, count }) {
      const parameters: Value[] = [accountId]
      const inStates = states?.map((state) => `$${parameters.push(state)}`)
      const isIn = inStates && (inStates.length > 0 ? `state in (${inStates})` : 'false')
      const where = `account_id = $1${isIn ? ` and ${isIn}` : ''}`
      return engine.search(accountId, async (reader) => {
        const total = await reader.one(`select count(*) as total from ${table} where ${where}`, parameters)
        const [most, skipped] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`]
        const rows = await reader.all(
          `select * from ${table} where ${where} order by id ${descending ? 'desc' : 'asc'} limit ${most} offset ${skipped}`,
          [...parameters, count, start],
        )
        return { items: rows.map(toBulk), total: total?.total as number }
      })
    },
    progress: (bulk, times) => countMessages(engine, bulk, times),
  }
}

/** `onWrite` is told of bulks that a worker may want. */
export function bulkWriter(session: Session, onWrite: () => void): BulkWriter {
  return {
    async lock(accountId, ref) {
      const row = await session.lockOne(...one(accountId, ref))
      return row && toBulk(asAsked(table, row, asked(accountId, ref)))
    },
    async insert(bulk) {
      await insertRow(session, table, toRow(bulk))
      onWrite()
    },
    async setState(bulk) {
      const row = await session.lockOne(...one(bulk.accountId, bulk))
      if (!row) return
      const after = { ...row, state: bulk.state, ended_at: bulk.endedAt }
      await updateRow(session, table, row, after)
      onWrite()
    },
    async remove({ accountId, id }) {
      await session.run(`delete from ${table} where account_id = $1 and id = $2`, [accountId, id])
    },
    async lockWaiting({ accountId, id }) {
      const rows = await session.lockAll(
        `select * from messages where account_id = $1 and bulk_id = $2 and state = 'queued' and claimed_by is null order by id`,
        [accountId, id],
      )
      return rows.map(toMessage)
    },
  }
}

function one(accountId: number, ref: BulkRef): [sql: string, parameters: Value[]] {
  const [column, value] = 'id' in ref ? ['id', ref.id] : ['hex_id', ref.hexId]
  return [`select * from ${table} where account_id = $1 and ${column} = $2`, [accountId, value as Value]]
}

function asked(accountId: number, ref: BulkRef): Record<string, Value> {
  return { account_id: accountId, ...('id' in ref ? { id: ref.id } : { hex_id: ref.hexId }) }
}
