import type { Upload } from '../core/upload/upload.ts'
import type { UploadReader, UploadWriter } from '../core/upload/upload-port.ts'
import { whole } from './checks/damaged.ts'
import type { Session } from './engine/engine.ts'
import { insertRow } from './engine/insert-row.ts'

export function uploadReader(session: Session): UploadReader {
  return {
    async get(accountId, filename, now) {
      const row = await session.one(
        'select * from uploads where account_id = $1 and filename = $2 and expires_at > $3',
        [accountId, filename, now],
      )
      if (row) whole('upload', row)
      return (
        row && {
          accountId: row.account_id as number,
          filename: row.filename as string,
          listId: row.list_id as string | null,
          count: row.count as number,
          titles: row.titles === null ? {} : (JSON.parse(row.titles as string) as Upload['titles']),
          createdAt: row.created_at as number,
          expiresAt: row.expires_at as number,
        }
      )
    },
  }
}

export function uploadWriter(session: Session): UploadWriter {
  return {
    ...uploadReader(session),

    async insert(upload) {
      await insertRow(session, 'uploads', {
        account_id: upload.accountId,
        filename: upload.filename,
        list_id: upload.listId,
        count: upload.count,
        titles: Object.keys(upload.titles).length === 0 ? null : JSON.stringify(upload.titles),
        created_at: upload.createdAt,
        expires_at: upload.expiresAt,
      })
    },

    async removeExpired(accountId, now) {
      await session.run('delete from uploads where account_id = $1 and expires_at <= $2', [accountId, now])
    },
  }
}
