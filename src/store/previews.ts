import type { KeptReject, Preview } from '../core/preview/preview.ts'
import type { PreviewReader, PreviewWriter } from '../core/preview/preview-port.ts'
import { asAsked, whole } from './checks/damaged.ts'
import { summed } from './checks/sum-row.ts'
import type { Session } from './engine/engine.ts'
import { insertRow } from './engine/insert-row.ts'
import type { Row, Value } from './engine/value.ts'

export function previewReader(session: Session): PreviewReader {
  return {
    get: (accountId, id, now) => read(session.one, accountId, id, now),

    async rejects(accountId, id, { after, limit }) {
      const found: KeptReject[] = []
      for (let last = after; found.length < limit; ) {
        const row = await session.one(
          `select * from preview_rejects where account_id = $1 and preview_id = $2 and last_line > $3
           order by last_line limit 1`,
          [accountId, id, last],
        )
        if (!row) break
        const part = JSON.parse(whole('previewReject', row).rejects as string) as KeptReject[]
        for (const reject of part) if (reject.line > after) found.push(reject)
        last = row.last_line as number
      }
      return found.slice(0, limit)
    },
  }
}

export function previewWriter(session: Session): PreviewWriter {
  return {
    lock: (accountId, id, now) => read(session.lockOne, accountId, id, now),

    async insert(preview, rejects) {
      await insertRow(session, 'previews', toRow(preview))
      for (const part of rejects) {
        await insertRow(session, 'preview_rejects', {
          account_id: preview.accountId,
          preview_id: preview.id,
          last_line: part.at(-1)?.line ?? 0,
          rejects: JSON.stringify(part),
        })
      }
    },

    async update(preview) {
      const { account_id, id, ...row } = summed(session, 'previews', toRow(preview))
      await session.run(
        `update previews set ${Object.keys(row).map((column, index) => `${column} = $${index + 3}`)}
         where account_id = $1 and id = $2`,
        [account_id as Value, id as Value, ...Object.values(row)],
      )
    },

    async remove({ accountId, id }) {
      await session.run('delete from preview_rejects where account_id = $1 and preview_id = $2', [accountId, id])
      await session.run('delete from previews where account_id = $1 and id = $2', [accountId, id])
    },

    async removeExpired(accountId, now) {
      await session.run(
        `delete from preview_rejects where account_id = $1 and preview_id in
           (select id from previews where account_id = $1 and expires_at <= $2)`,
        [accountId, now],
      )
      await session.run('delete from previews where account_id = $1 and expires_at <= $2', [accountId, now])
    },
  }
}

async function read(find: Session['one'], accountId: number, id: string, now: number): Promise<Preview | undefined> {
  const row = await find('select * from previews where account_id = $1 and id = $2', [accountId, id])
  if (!row) return undefined
  const preview = toPreview(asAsked('previews', whole('preview', row), { account_id: accountId, id }))
  return preview.expiresAt > now ? preview : undefined
}

function toRow({
  accountId,
  id,
  filename,
  listId,
  count,
  createdAt,
  expiresAt,
  ...about
}: Preview): Record<string, Value> {
  return {
    account_id: accountId,
    id,
    filename,
    about: JSON.stringify(about),
    list_id: listId,
    count,
    created_at: createdAt,
    expires_at: expiresAt,
  }
}

function toPreview(row: Row): Preview {
  return {
    ...(JSON.parse(row.about as string) as Pick<Preview, 'target' | 'mode' | 'columns' | 'counts' | 'outcome'>),
    accountId: row.account_id as number,
    id: row.id as string,
    filename: row.filename as string,
    listId: row.list_id as string | null,
    count: row.count as number,
    createdAt: row.created_at as number,
    expiresAt: row.expires_at as number,
  }
}
