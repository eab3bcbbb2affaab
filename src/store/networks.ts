import type { NetworkReader, NetworkWriter } from '../core/network/network-port.ts'
import { whole } from './checks/damaged.ts'
import type { Session } from './engine/engine.ts'
import { insertRow } from './engine/insert-row.ts'

/** The two lists of networks, and the sums that watch over their rows. */
const lists = { network: 'networks', sipNetwork: 'sip_networks' } as const

type List = keyof typeof lists

export const networkReader = (session: Session): NetworkReader => readerOf(session, 'network')
export const networkWriter = (session: Session): NetworkWriter => writerOf(session, 'network')
export const sipNetworkReader = (session: Session): NetworkReader => readerOf(session, 'sipNetwork')
export const sipNetworkWriter = (session: Session): NetworkWriter => writerOf(session, 'sipNetwork')

function readerOf(session: Session, list: List): NetworkReader {
  return {
    async all() {
      const rows = await session.all(`select * from ${lists[list]} order by cidr`, [])
      return rows.map((row) => whole(list, row).cidr as string)
    },
  }
}

function writerOf(session: Session, list: List): NetworkWriter {
  return {
    ...readerOf(session, list),
    async insert(cidr) {
      await insertRow(session, lists[list], { cidr }, 'on conflict do nothing')
    },
    async remove(cidr) {
      return (await session.run(`delete from ${lists[list]} where cidr = $1`, [cidr])) > 0
    },
  }
}
