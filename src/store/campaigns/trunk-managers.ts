import type { TrunkManager, TrunkManagerRef } from '../../core/trunk-manager/trunk-manager.ts'
import type { TrunkManagerReader, TrunkManagerWriter } from '../../core/trunk-manager/trunk-manager-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row, Value } from '../engine/value.ts'

export function trunkManagerReader(session: Session): TrunkManagerReader {
  return {
    async all(accountId) {
      const rows = await session.all('select * from trunk_managers where account_id = $1 order by id', [accountId])
      return rows.map(toManager)
    },
    async get(accountId, ref) {
      const row = await session.one(...byRef(accountId, ref))
      return row && toManager(row)
    },
  }
}

export function trunkManagerWriter(session: Session): TrunkManagerWriter {
  const insert = async (manager: TrunkManager): Promise<void> => {
    await insertRow(session, 'trunk_managers', toRow(manager))
  }
  const remove = async ({ accountId, id }: TrunkManager): Promise<void> => {
    await session.run('delete from trunk_managers where account_id = $1 and id = $2', [accountId, id])
  }
  return {
    ...trunkManagerReader(session),
    async lock(accountId, ref) {
      const row = await session.lockOne(...byRef(accountId, ref))
      return row && toManager(row)
    },
    insert,
    async update(manager) {
      await remove(manager)
      await insert(manager)
    },
    remove,
  }
}

function byRef(accountId: number, ref: TrunkManagerRef): [sql: string, values: readonly Value[]] {
  const [column, value] =
    'id' in ref ? ['id', ref.id] : 'hexId' in ref ? ['hex_id', ref.hexId] : (['title', ref.title] as const)
  return [`select * from trunk_managers where account_id = $1 and ${column} = $2`, [accountId, value]]
}

function toRow(manager: TrunkManager): Record<string, Value> {
  return {
    ...{ account_id: manager.accountId, id: manager.id, hex_id: manager.hexId, title: manager.title },
    ...{ trunk: manager.trunk, active: Number(manager.active), capacity: manager.capacity },
    ...{ interval_ms: manager.interval, ready_numbers: manager.readyNumbers, time_zone: manager.timeZone },
    hours: manager.hours && JSON.stringify(manager.hours),
    ...{ created_at: manager.createdAt, updated_at: manager.updatedAt },
  }
}

function toManager(row: Row): TrunkManager {
  whole('trunkManager', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    title: row.title as string,
    trunk: row.trunk as string,
    active: row.active === 1,
    capacity: row.capacity as number,
    interval: row.interval_ms as number,
    readyNumbers: row.ready_numbers as number,
    hours: row.hours === null ? null : JSON.parse(row.hours as string),
    timeZone: row.time_zone as string,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}
