import type { Role } from '../core/permission/role.ts'
import type { PersonRecord, PersonSession } from '../core/person/person.ts'
import type { PersonReader, PersonWriter } from '../core/person/person-port.ts'
import { asAsked, whole } from './checks/damaged.ts'
import { sumAgain } from './checks/sum-row.ts'
import type { Session } from './engine/engine.ts'
import type { Row } from './engine/value.ts'

export function personReader(session: Session): PersonReader {
  return {
    async all() {
      return (await session.all('select * from people order by id', [])).map(toPerson)
    },
    async byName(foldedName) {
      const row = await session.one('select * from people where folded_name = $1', [foldedName])
      return row && toPerson(asAsked('people', row, { folded_name: foldedName }))
    },
    async byInvitation(invitationHash) {
      const row = await session.one('select * from people where invitation_hash = $1', [invitationHash])
      return row && toPerson(asAsked('people', row, { invitation_hash: invitationHash }))
    },
    async byId(id) {
      const row = await session.one('select * from people where id = $1', [id])
      return row && toPerson(row)
    },
    async sessionByToken(tokenHash) {
      const row = await session.one('select * from sessions where token_hash = $1', [tokenHash])
      return row && toSession(asAsked('sessions', row, { token_hash: tokenHash }))
    },
    async sessionsOf(personId, now) {
      const rows = await session.all('select * from sessions where person_id = $1 and until > $2 order by id desc', [
        personId,
        now,
      ])
      return rows.map(toSession)
    },
  }
}

export function personWriter(session: Session): PersonWriter {
  return {
    ...personReader(session),
    async insert(person, foldedName) {
      const row = await session.one(
        `insert into people (account_id, name, folded_name, role, password_hash, invitation_hash, invited_until, enabled,
           created_at, checksum)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
         on conflict do nothing returning id`,
        [
          person.accountId,
          person.name,
          foldedName,
          person.role,
          person.passwordHash,
          person.invitationHash,
          person.invitedUntil,
          person.enabled ? 1 : 0,
          person.createdAt,
        ],
      )
      const summed = row && (await sumAgain(session, 'person', row.id as number))
      return summed && toPerson(summed)
    },
    async lock(id) {
      const row = await session.lockOne('select * from people where id = $1', [id])
      return row && toPerson(row)
    },
    async update({ id, passwordHash, invitationHash, invitedUntil, enabled }) {
      await session.run(
        'update people set password_hash = $2, invitation_hash = $3, invited_until = $4, enabled = $5 where id = $1',
        [id, passwordHash, invitationHash, invitedUntil, enabled ? 1 : 0],
      )
      await sumAgain(session, 'person', id)
    },
    async insertSession({ personId, address, agent, createdAt, until }, tokenHash) {
      await session.run('delete from sessions where until <= $1', [createdAt])
      const row = await session.one(
        `insert into sessions (person_id, token_hash, address, agent, created_at, until, checksum)
         values ($1, $2, $3, $4, $5, $6, 0) returning id`,
        [personId, tokenHash, address, agent, createdAt, until],
      )
      return toSession((await sumAgain(session, 'session', row?.id as number)) as Row)
    },
    async removeSessions(personId, id) {
      return id === undefined
        ? session.run('delete from sessions where person_id = $1', [personId])
        : session.run('delete from sessions where person_id = $1 and id = $2', [personId, id])
    },
  }
}

function toPerson(row: Row): PersonRecord {
  whole('person', row)
  return {
    id: row.id as number,
    accountId: row.account_id as number | null,
    name: row.name as string,
    role: row.role as Role,
    passwordHash: row.password_hash as string | null,
    invitationHash: row.invitation_hash as string | null,
    invitedUntil: row.invited_until as number | null,
    enabled: row.enabled === 1,
    createdAt: row.created_at as number,
  }
}

function toSession(row: Row): PersonSession {
  whole('session', row)
  return {
    id: row.id as number,
    personId: row.person_id as number,
    address: row.address as string,
    agent: row.agent as string,
    createdAt: row.created_at as number,
    until: row.until as number,
  }
}
