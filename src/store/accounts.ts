import type { Account } from '../core/account/account.ts'
import type { AccountReader, AccountWriter } from '../core/account/account-port.ts'
import type { Session } from './engine/engine.ts'
import type { Row } from './engine/value.ts'

export function accountReader(session: Session): AccountReader {
  return {
    async all() {
      return (await session.all('select * from accounts order by id', [])).map(toAccount)
    },
    async byName(name) {
      const row = await session.one('select * from accounts where name = $1', [name])
      return row && toAccount(row)
    },
  }
}

export function accountWriter(session: Session): AccountWriter {
  return {
    ...accountReader(session),

    async insert(account) {
      const row = await session.one(
        `insert into accounts (name, enabled, created_at) values ($1, $2, $3)
         on conflict (name) do nothing returning *`,
        [account.name, account.enabled ? 1 : 0, account.createdAt],
      )
      return row && toAccount(row)
    },

    async lock(name) {
      const row = await session.lockOne('select * from accounts where name = $1', [name])
      return row && toAccount(row)
    },

    async setEnabled(id, enabled) {
      await session.run('update accounts set enabled = $2 where id = $1', [id, enabled ? 1 : 0])
    },

    async lockMasterHash(id) {
      const row = await session.lockOne('select master_hash from accounts where id = $1', [id])
      return (row?.master_hash ?? null) as string | null
    },

    async setMasterHash(id, masterHash) {
      await session.run('update accounts set master_hash = $2 where id = $1', [id, masterHash])
    },
  }
}

function toAccount(row: Row): Account {
  return {
    id: row.id as number,
    name: row.name as string,
    enabled: row.enabled === 1,
    hasMasterKey: row.master_hash !== null,
    createdAt: row.created_at as number,
  }
}
