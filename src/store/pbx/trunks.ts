import type { Trunk } from '../../core/trunk/trunk.ts'
import type { TrunkReader, TrunkSeen, TrunkWriter } from '../../core/trunk/trunk-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row, Value } from '../engine/value.ts'
import { putTrunkFacts } from './trunk-facts.ts'

export function trunkReader(session: Session): TrunkReader {
  return {
    all: (accountId) => allTrunks(session, accountId),
    async seen(accountId) {
      const hosts = await session.all(
        'select name, target from index_trunk_hosts where account_id = $1 and is_silent = 1 order by name, place',
        [accountId],
      )
      const rows = await session.all('select * from index_trunk_states where account_id = $1 order by name', [
        accountId,
      ])
      return rows.map((row) => ({
        name: row.name as string,
        state: row.state as TrunkSeen['state'],
        registration: row.registration as string,
        changedAt: row.changed_at as number,
        silent: hosts.filter(({ name }) => name === row.name).map(({ target }) => target as string),
      }))
    },
  }
}

export function trunkWriter(session: Session): TrunkWriter {
  return {
    async lock(accountId, by) {
      const [column, value] = 'name' in by ? ['name', by.name] : ['hex_id', by.hexId]
      const row = await session.lockOne(`select * from trunks where account_id = $1 and ${column} = $2`, [
        accountId,
        value as Value,
      ])
      return row && toTrunk(row)
    },
    all: (accountId) => allTrunks(session, accountId),
    async put(trunk, facts) {
      const row = toRow(trunk)
      const changed = [...Object.keys(row).filter((name) => name !== 'account_id' && name !== 'name'), 'checksum']
      await insertRow(
        session,
        'trunks',
        row,
        `on conflict (account_id, name) do update set ${changed.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      )
      await putTrunkFacts(session, trunk, facts)
    },
    putFacts: (trunk, facts) => putTrunkFacts(session, trunk, facts),
    async remove({ accountId, name }) {
      for (const table of ['trunks', 'index_trunks', 'index_trunk_hosts', 'index_trunk_states']) {
        await session.run(`delete from ${table} where account_id = $1 and name = $2`, [accountId, name])
      }
    },
  }
}

async function allTrunks(session: Session, accountId: number): Promise<Trunk[]> {
  const rows = await session.all('select * from trunks where account_id = $1 order by place, name', [accountId])
  return rows.map(toTrunk)
}

function toRow(trunk: Trunk): Record<string, Value> {
  return {
    ...{ account_id: trunk.accountId, name: trunk.name, hex_id: trunk.hexId, host: trunk.host, port: trunk.port },
    ...{ more_hosts: trunk.moreHosts.join('|'), username: trunk.username, sealed_password: trunk.sealedPassword },
    ...{ caller_id: trunk.callerId, number_form: trunk.numberForm, default_number: trunk.defaultNumber },
    ...{ privacy_prefix: trunk.privacyPrefix, from_user: trunk.fromUser, realm: trunk.realm },
    ...{ registers: Number(trunk.registers), registrar: trunk.registrar, contact_user: trunk.contactUser },
    ...{ expiry: trunk.expiry, place: trunk.place, strip: trunk.strip, add_prefix: trunk.added },
    ...{ only_prefixes: trunk.only.join('|'), qualify: trunk.qualify, active: Number(trunk.active), kind: trunk.kind },
    ...{ deny: trunk.deny, permit: trunk.permit, dtmf_mode: trunk.dtmfMode, can_reinvite: Number(trunk.canReinvite) },
    ...{ direct_media: Number(trunk.directMedia), nat: trunk.nat, codecs: trunk.codecs, disallow: trunk.disallow },
    ...{ context: trunk.context, insecure: trunk.insecure, more_options: trunk.moreOptions },
    ...{ transport: trunk.transport, srtp: Number(trunk.srtp) },
    ...{ description: trunk.description, created_at: trunk.createdAt, updated_at: trunk.updatedAt },
  }
}

function toTrunk(row: Row): Trunk {
  whole('trunk', row)
  const texts = (value: Value | undefined) => (value === '' ? [] : String(value).split('|'))
  return {
    accountId: row.account_id as number,
    hexId: row.hex_id as string,
    name: row.name as string,
    host: row.host as string,
    port: row.port as number,
    moreHosts: texts(row.more_hosts),
    username: row.username as string | null,
    sealedPassword: row.sealed_password as string | null,
    callerId: row.caller_id as Trunk['callerId'],
    numberForm: row.number_form as Trunk['numberForm'],
    defaultNumber: row.default_number as string | null,
    privacyPrefix: row.privacy_prefix as string | null,
    fromUser: row.from_user as string,
    realm: row.realm as string,
    registers: row.registers === 1,
    registrar: row.registrar as string,
    contactUser: row.contact_user as string,
    expiry: row.expiry as number,
    place: row.place as number,
    strip: row.strip as number,
    added: row.add_prefix as string,
    only: texts(row.only_prefixes),
    qualify: row.qualify as number,
    active: row.active === 1,
    kind: row.kind as Trunk['kind'],
    deny: row.deny as string,
    permit: row.permit as string,
    dtmfMode: row.dtmf_mode as string,
    canReinvite: row.can_reinvite === 1,
    directMedia: row.direct_media === 1,
    nat: row.nat as string,
    codecs: row.codecs as string,
    disallow: row.disallow as string,
    context: row.context as string,
    insecure: row.insecure as string,
    moreOptions: row.more_options as string,
    transport: row.transport as Trunk['transport'],
    srtp: row.srtp === 1,
    description: row.description as string,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}
