import type { Recording } from '../../core/recording/recording.ts'
import type { RecordingReader, RecordingWriter } from '../../core/recording/recording-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row, Value } from '../engine/value.ts'

export function recordingReader(session: Session): RecordingReader {
  return {
    async page(accountId, { extension, before, limit }) {
      const parameters: Value[] = [accountId, limit]
      const conditions = ['account_id = $1']
      if (extension !== undefined) conditions.push(`extension = $${parameters.push(extension)}`)
      if (before !== undefined) conditions.push(`id < $${parameters.push(before)}`)
      const rows = await session.all(
        `select * from recordings where ${conditions.join(' and ')} order by id desc limit $2`,
        parameters,
      )
      return rows.map(toRecording)
    },
    byStem: (accountId, stem) => byStem(session, accountId, stem),
    async oldest(limit) {
      const rows = await session.all('select * from recordings order by ended_at, account_id, id limit $1', [limit])
      return rows.map(toRecording)
    },
    async bytes() {
      const row = await session.one('select coalesce(sum(bytes), 0) as bytes from recordings', [])
      return Number(row?.bytes ?? 0)
    },
  }
}

export function recordingWriter(session: Session): RecordingWriter {
  return {
    byStem: (accountId, stem) => byStem(session, accountId, stem),
    async insert(recording) {
      await insertRow(session, 'recordings', {
        account_id: recording.accountId,
        id: recording.id,
        file: recording.file,
        call_id: recording.callId,
        extension: recording.extension,
        other: recording.other,
        started_at: recording.startedAt,
        ended_at: recording.endedAt,
        bytes: recording.bytes,
        sha256: recording.sha256,
      })
    },
    async remove({ accountId, id }) {
      await session.run('delete from recordings where account_id = $1 and id = $2', [accountId, id])
    },
  }
}

/** All endings that a recording may have come to. */
const endings = ['.wav', '.mp3', '.opus'] as const

async function byStem(session: Session, accountId: number, stem: string): Promise<Recording | undefined> {
  const names = endings.map((ending) => `${stem}${ending}`)
  const row = await session.one(
    `select * from recordings where account_id = $1 and file in (${names.map((_, at) => `$${at + 2}`)})`,
    [accountId, ...names],
  )
  return row && toRecording(row)
}

function toRecording(row: Row): Recording {
  whole('recording', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    file: row.file as string,
    callId: row.call_id as string,
    extension: row.extension as string,
    other: row.other as string,
    startedAt: row.started_at as number,
    endedAt: row.ended_at as number,
    bytes: row.bytes as number,
    sha256: row.sha256 as string,
  }
}
