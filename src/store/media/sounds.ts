import type { Sound, SoundFile, SoundRef } from '../../core/sound/sound.ts'
import type { SoundReader, SoundWriter } from '../../core/sound/sound-port.ts'
import { whole } from '../checks/damaged.ts'
import { summed } from '../checks/sum-row.ts'
import { conditionsOf } from '../engine/conditions.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row, Value } from '../engine/value.ts'

export function soundReader(engine: Engine, session: Session): SoundReader {
  return {
    async find(accountId, { list, name }) {
      const matches = { list: list && { text: list, alike: false }, name }
      const { sql, parameters } = conditionsOf(engine, accountId, matches)
      const rows = await session.all(`select * from sounds where ${sql} order by id`, parameters)
      return rows.map(toSound)
    },
    async get(accountId, ref) {
      const row = await session.one(...byRef(accountId, ref))
      return row && toSound(row)
    },
    async file(accountId, filename) {
      const sql = 'select * from sound_files where account_id = $1 and filename = $2'
      const row = await session.one(sql, [accountId, filename])
      return row && toFile(row)
    },
    hasFile: (accountId, filename) => hasFile(session, accountId, filename),
    async sums() {
      const rows = await session.all(
        `select distinct f.sha256 from sounds s
         join sound_files f on f.account_id = s.account_id and f.filename = s.filename`,
        [],
      )
      return rows.map(({ sha256 }) => sha256 as string)
    },
    async fileBySum(sha256) {
      const row = await session.one('select * from sound_files where sha256 = $1 order by account_id limit 1', [sha256])
      return row && toFile(row)
    },
  }
}

export function soundWriter(session: Session): SoundWriter {
  return {
    hasFile: (accountId, filename) => hasFile(session, accountId, filename),
    async lock(accountId, ref) {
      const row = await session.lockOne(...byRef(accountId, ref))
      return row && toSound(row)
    },
    async insert(sound) {
      await insertRow(session, 'sounds', toRow(sound))
    },
    async update(sound) {
      const { account_id, id, ...values } = summed(session, 'sounds', toRow(sound))
      await session.run(
        `update sounds set ${Object.keys(values).map((column, at) => `${column} = $${at + 3}`)}
         where account_id = $1 and id = $2`,
        [account_id as number, id as number, ...Object.values(values)],
      )
    },
    async remove({ accountId, id }) {
      await session.run('delete from sounds where account_id = $1 and id = $2', [accountId, id])
    },
    async insertFile({ accountId, filename, sha256, createdAt, bytes }) {
      await insertRow(session, 'sound_files', { account_id: accountId, filename, sha256, created_at: createdAt, bytes })
    },
    async removeUnused(accountId, before) {
      await session.run(
        `delete from sound_files where account_id = $1 and created_at < $2 and not exists (
           select 1 from sounds s where s.account_id = sound_files.account_id and s.filename = sound_files.filename
         )`,
        [accountId, before],
      )
    },
  }
}

async function hasFile(session: Session, accountId: number, filename: string): Promise<boolean> {
  const row = await session.one('select 1 as found from sound_files where account_id = $1 and filename = $2', [
    accountId,
    filename,
  ])
  return row !== undefined
}

function byRef(accountId: number, ref: SoundRef): [string, Value[]] {
  const asked = 'id' in ref ? { id: ref.id } : { hex_id: ref.hexId, ...(ref.list && { list: ref.list }) }
  const conditions = Object.keys(asked).map((column, at) => `${column} = $${at + 2}`)
  return [
    `select * from sounds where account_id = $1 and ${conditions.join(' and ')}`,
    [accountId, ...Object.values(asked)],
  ]
}

function toFile(row: Row): SoundFile {
  whole('soundFile', row)
  return {
    accountId: row.account_id as number,
    filename: row.filename as string,
    sha256: row.sha256 as string,
    createdAt: row.created_at as number,
    bytes: row.bytes as Uint8Array,
  }
}

function toSound(row: Row): Sound {
  whole('sound', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    list: row.list as Sound['list'],
    name: row.name as string,
    filename: row.filename as string,
    description: row.description as string,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}

function toRow(sound: Sound): Record<string, Value> {
  return {
    account_id: sound.accountId,
    id: sound.id,
    hex_id: sound.hexId,
    list: sound.list,
    name: sound.name,
    filename: sound.filename,
    description: sound.description,
    created_at: sound.createdAt,
    updated_at: sound.updatedAt,
  }
}
