import type { Account } from '../core/account/account.ts'
import { foldAccountName } from '../core/account/account-name.ts'
import type { AccountReader, AccountWriter } from '../core/account/account-port.ts'
import { whole } from './checks/damaged.ts'
import { sumAgain } from './checks/sum-row.ts'
import type { Session } from './engine/engine.ts'
import type { Row } from './engine/value.ts'

/** Of two accounts from before names were unique without case, the one whose name is written so. */
const byName = `select * from accounts where removed_at is null and (name = $1 or folded_name = $2)
  order by case when name = $1 then 0 else 1 end, id limit 1`

const byId = 'select * from accounts where removed_at is null and id = $1'

export function accountReader(session: Session): AccountReader {
  return {
    async all() {
      return (await session.all('select * from accounts where removed_at is null order by id', [])).map(toAccount)
    },
    async byId(id) {
      const row = await session.one(byId, [id])
      return row && toAccount(row)
    },

    async byName(name) {
      const row = await session.one(byName, [name, foldAccountName(name)])
      return row && toAccount(row)
    },
  }
}

export function accountWriter(session: Session): AccountWriter {
  const isTaken = async (id: number, folded: string): Promise<boolean> =>
    Boolean(await session.one('select id from accounts where folded_name = $1 and id <> $2', [folded, id]))
  return {
    ...accountReader(session),

    async insert(account) {
      const row = await session.one(
        `insert into accounts (name, folded_name, enabled, created_at) values ($1, $2, $3, $4)
         on conflict (folded_name) do nothing returning id`,
        [account.name, foldAccountName(account.name), account.enabled ? 1 : 0, account.createdAt],
      )
      const summed = row && (await sumAgain(session, 'account', row.id as number))
      return summed && toAccount(summed)
    },

    async lock(ref) {
      const row = await (typeof ref === 'number'
        ? session.lockOne(byId, [ref])
        : session.lockOne(byName, [ref, foldAccountName(ref)]))
      return row && toAccount(row)
    },

    async setEnabled(id, enabled) {
      await session.run('update accounts set enabled = $2 where id = $1', [id, enabled ? 1 : 0])
      await sumAgain(session, 'account', id)
    },

    async setCountry(id, country) {
      await session.run('update accounts set country = $2 where id = $1', [id, country])
      await sumAgain(session, 'account', id)
    },

    async setTimeZone(id, timeZone) {
      await session.run('update accounts set time_zone = $2 where id = $1', [id, timeZone])
      await sumAgain(session, 'account', id)
    },

    async rename(id, name) {
      const folded = foldAccountName(name)
      if (await isTaken(id, folded)) return false
      await session.run('update accounts set name = $2, folded_name = $3 where id = $1', [id, name, folded])
      await sumAgain(session, 'account', id)
      return true
    },

    async contentsOf(id) {
      const row = await session.one(contents, [id])
      return row as unknown as Readonly<Record<string, number>>
    },

    // Not enabled any more: so the views that the PBX reads know nothing of it either.
    async remove(id, removedAt) {
      await session.run('update accounts set removed_at = $2, folded_name = null, enabled = 0 where id = $1', [
        id,
        removedAt,
      ])
      await sumAgain(session, 'account', id)
    },

    async restore({ id, name, enabled }) {
      const folded = foldAccountName(name)
      if (await isTaken(id, folded)) return 'taken'
      const restored = await session.run(
        `update accounts set removed_at = null, name = $2, folded_name = $3, enabled = $4
         where id = $1 and removed_at is not null`,
        [id, name, folded, enabled ? 1 : 0],
      )
      await sumAgain(session, 'account', id)
      return restored === 1 ? 'restored' : 'gone'
    },

    async lockMasterHash(id) {
      const row = await session.lockOne('select * from accounts where id = $1', [id])
      return row ? (whole('account', row).master_hash as string | null) : null
    },

    async setMasterHash(id, masterHash) {
      await session.run('update accounts set master_hash = $2 where id = $1', [id, masterHash])
      await sumAgain(session, 'account', id)
    },
  }
}

/** The number of things of each kind in an account. Kinds without a tally are counted row by row. */
const contents = `select
  ${['group', 'folder', 'contact', 'opt-out', 'message']
    .map((noun) => `coalesce((select count from tallies where account_id = $1 and noun = '${noun}'), 0) as "${noun}s"`)
    .join(', ')},
  ${[
    'extensions',
    'campaigns',
    'credentials',
    'webhooks',
    'trunks',
    'forward_rules',
    'incoming_rules',
    'inbound_routes',
    'sounds',
    'schedules',
    'trunk_managers',
  ]
    .map((table) => `(select count(*) from ${table} where account_id = $1) as "${table.replace('_', ' ')}"`)
    .join(', ')}`

/** The condition that the account whose id stands there was not removed. */
export function isThere(accountId: string): string {
  return `not exists (select 1 from accounts as removed where removed.id = ${accountId} and removed.removed_at is not null)`
}

function toAccount(row: Row): Account {
  whole('account', row)
  return {
    id: row.id as number,
    name: row.name as string,
    enabled: row.enabled === 1,
    hasMasterKey: row.master_hash !== null,
    country: row.country as string | null,
    timeZone: row.time_zone as string | null,
    createdAt: row.created_at as number,
  }
}
