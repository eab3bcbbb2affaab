import type { EmergencyReader, EmergencyWriter } from '../../core/emergency/emergency-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'

export function emergencyReader(session: Session): EmergencyReader {
  return {
    async all(accountId) {
      const rows = await session.all('select * from emergency_numbers where account_id = $1 order by number', [
        accountId,
      ])
      return rows.map((row) => {
        whole('emergencyNumber', row)
        return { accountId, number: row.number as string, isEmergency: row.is_emergency === 1 }
      })
    },
    async listed(accountId) {
      const rows = await session.all('select number from index_emergency where account_id = $1 order by number', [
        accountId,
      ])
      return rows.map(({ number }) => number as string)
    },
  }
}

export function emergencyWriter(session: Session): EmergencyWriter {
  return {
    ...emergencyReader(session),
    async put({ accountId, number, isEmergency }) {
      await insertRow(
        session,
        'emergency_numbers',
        { account_id: accountId, number, is_emergency: isEmergency ? 1 : 0 },
        `on conflict (account_id, number) do update set is_emergency = excluded.is_emergency, checksum = excluded.checksum`,
      )
    },
    async remove({ accountId, number }) {
      await session.run('delete from emergency_numbers where account_id = $1 and number = $2', [accountId, number])
    },
    async list(accountId, numbers) {
      await session.run('delete from index_emergency where account_id = $1', [accountId])
      for (const number of numbers) {
        await session.run('insert into index_emergency (account_id, number) values ($1, $2)', [accountId, number])
      }
    },
  }
}
