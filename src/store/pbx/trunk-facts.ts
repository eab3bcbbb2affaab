import { hostsOf, type Trunk } from '../../core/trunk/trunk.ts'
import type { TrunkFacts, TrunkStates } from '../../core/trunk/trunk-port.ts'
import type { Engine, Session } from '../engine/engine.ts'

/** Writes what the PBX needs of a trunk. Hosts that stay keep what was seen of them, and the addresses of names stay. */
export async function putTrunkFacts(session: Session, trunk: Trunk, facts: TrunkFacts): Promise<void> {
  const { accountId, name } = trunk
  const key = [accountId, name]
  const targets = hostsOf(trunk)
  const hosts = await session.all(
    'select target, is_silent from index_trunk_hosts where account_id = $1 and name = $2',
    key,
  )
  const silent = new Set(hosts.filter((host) => host.is_silent === 1).map(({ target }) => target))
  const isSame = hosts.length === targets.length && hosts.every(({ target }) => targets.includes(target as string))
  const before = await session.one('select addresses from index_trunks where account_id = $1 and name = $2', key)
  const addresses = isSame && before ? (before.addresses as string) : facts.addresses.join()
  await session.run('delete from index_trunk_hosts where account_id = $1 and name = $2', key)
  for (const [index, target] of targets.entries()) {
    await session.run(
      'insert into index_trunk_hosts (account_id, name, place, target, is_silent) values ($1, $2, $3, $4, $5)',
      [...key, index + 1, target, silent.has(target) ? 1 : 0],
    )
  }
  await session.run('delete from index_trunks where account_id = $1 and name = $2', key)
  await session.run(
    `insert into index_trunks (account_id, name, password, digest, addresses, calling_code, trunk_prefix, exit_code)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [...key, facts.password, facts.digest, addresses, facts.callingCode, facts.trunkPrefix, facts.exit],
  )
}

export function trunkStatesOn(engine: Engine): TrunkStates {
  const { reader } = engine
  return {
    put: (accountId, { name, state, registration, changedAt, silent }) =>
      engine.transaction(async (session) => {
        const key = [accountId, name]
        if (!(await session.lockOne('select 1 as found from trunks where account_id = $1 and name = $2', key))) return
        await session.run('delete from index_trunk_states where account_id = $1 and name = $2', key)
        await session.run(
          `insert into index_trunk_states (account_id, name, state, registration, changed_at) values ($1, $2, $3, $4, $5)`,
          [...key, state, registration, changedAt],
        )
        const hosts = await session.all(
          'select place, target from index_trunk_hosts where account_id = $1 and name = $2',
          key,
        )
        for (const { place = 0, target } of hosts) {
          await session.run(
            'update index_trunk_hosts set is_silent = $4 where account_id = $1 and name = $2 and place = $3',
            [...key, place, silent.includes(target as string) ? 1 : 0],
          )
        }
      }),
    async resolved({ accountId, name }, addresses) {
      const found = await reader.one('select addresses from index_trunks where account_id = $1 and name = $2', [
        accountId,
        name,
      ])
      if (!found || found.addresses === addresses.join()) return false
      await engine.transaction((session) =>
        session.run('update index_trunks set addresses = $3 where account_id = $1 and name = $2', [
          accountId,
          name,
          addresses.join(),
        ]),
      )
      return true
    },
    async withoutFacts(accountId) {
      const rows = await reader.all(
        `select name from trunks t where account_id = $1
         and not exists (select 1 from index_trunks i where i.account_id = t.account_id and i.name = t.name)`,
        [accountId],
      )
      return rows.map(({ name }) => name as string)
    },
    putFacts: (trunk, facts) => engine.transaction((session) => putTrunkFacts(session, trunk, facts)),
  }
}
