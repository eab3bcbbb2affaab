import type { Block } from '../core/block/block.ts'
import type { BlockReader, BlockWriter } from '../core/block/block-port.ts'
import { whole } from './checks/damaged.ts'
import type { Session } from './engine/engine.ts'
import { insertRow } from './engine/insert-row.ts'
import type { Row } from './engine/value.ts'

export function blockReader(session: Session): BlockReader {
  return {
    async get(dialect, address, now) {
      const row = await session.one('select * from blocks where dialect = $1 and address = $2 and until > $3', [
        dialect,
        address,
        now,
      ])
      return row && toBlock(row)
    },
    async all(now) {
      return (await session.all('select * from blocks where until > $1 order by until, address', [now])).map(toBlock)
    },
  }
}

export function blockWriter(session: Session): BlockWriter {
  return {
    ...blockReader(session),
    async put(block) {
      await session.run('delete from blocks where until <= $1', [block.createdAt])
      const row = {
        dialect: block.dialect,
        address: block.address,
        created_at: block.createdAt,
        until: block.until,
        spares: (block.spares ?? []).join(),
      }
      await insertRow(
        session,
        'blocks',
        row,
        `on conflict (dialect, address) do update
         set created_at = excluded.created_at, until = excluded.until, spares = excluded.spares, checksum = excluded.checksum`,
      )
    },
    async remove(block) {
      await session.run('delete from blocks where dialect = $1 and address = $2', [block.dialect, block.address])
    },
  }
}

function toBlock(row: Row): Block {
  whole('block', row)
  return {
    dialect: row.dialect as string,
    address: row.address as string,
    createdAt: row.created_at as number,
    until: row.until as number,
    ...(row.spares !== '' && { spares: (row.spares as string).split(',') }),
  }
}
