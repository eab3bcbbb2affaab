import type { NetworkReader, NetworkWriter } from '../core/network/network-port.ts'
import type { Session } from './engine/engine.ts'

export function networkReader(session: Session): NetworkReader {
  return {
    async all() {
      return (await session.all('select cidr from networks order by cidr', [])).map((row) => row.cidr as string)
    },
  }
}

export function networkWriter(session: Session): NetworkWriter {
  return {
    ...networkReader(session),
    async insert(cidr) {
      await session.run('insert into networks (cidr) values ($1) on conflict do nothing', [cidr])
    },
    async remove(cidr) {
      return (await session.run('delete from networks where cidr = $1', [cidr])) > 0
    },
  }
}
