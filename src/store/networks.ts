import type { NetworkReader, NetworkWriter } from '../core/network/network-port.ts'
import { whole } from './checks/damaged.ts'
import type { Session } from './engine/engine.ts'
import { insertRow } from './engine/insert-row.ts'

export function networkReader(session: Session): NetworkReader {
  return {
    async all() {
      const rows = await session.all('select * from networks order by cidr', [])
      return rows.map((row) => whole('network', row).cidr as string)
    },
  }
}

export function networkWriter(session: Session): NetworkWriter {
  return {
    ...networkReader(session),
    async insert(cidr) {
      await insertRow(session, 'networks', { cidr }, 'on conflict do nothing')
    },
    async remove(cidr) {
      return (await session.run('delete from networks where cidr = $1', [cidr])) > 0
    },
  }
}
