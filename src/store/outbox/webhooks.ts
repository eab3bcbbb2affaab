import type { EventKind } from '../../core/event/event.ts'
import type { Webhook } from '../../core/webhook/webhook.ts'
import type { WebhookReader, WebhookWriter } from '../../core/webhook/webhook-port.ts'
import { isThere } from '../accounts.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row } from '../engine/value.ts'
import { lockLanes } from './lanes.ts'

const oneWebhook = 'select * from webhooks where account_id = $1 and id = $2'

export function webhookReader(session: Session): WebhookReader {
  return {
    get: (accountId, id) => readWebhook(session, accountId, id),
    all: (accountId) => readWebhooks(session, accountId),
  }
}

export function webhookWriter(session: Session): WebhookWriter {
  return {
    ...webhookReader(session),
    async lock(accountId, id) {
      const row = await session.lockOne(oneWebhook, [accountId, id])
      return row && toWebhook(row)
    },
    async insert(webhook) {
      await insertRow(session, 'webhooks', {
        account_id: webhook.accountId,
        id: webhook.id,
        url: webhook.url,
        dialect: webhook.dialect,
        format: webhook.format,
        method: webhook.method,
        events: webhook.events.join(' '),
        username: webhook.username,
        sealed_password: webhook.sealedPassword,
        created_at: webhook.createdAt,
      })
    },
    async remove({ accountId, id }) {
      await lockLanes(session, accountId)
      await session.run('delete from webhooks where account_id = $1 and id = $2', [accountId, id])
      await session.run(
        "update deliveries set state = 'failed' where account_id = $1 and webhook_id = $2 and state = 'waiting'",
        [accountId, id],
      )
      // All lanes of the webhook 2 are from `webhook 2 ` up to `webhook 2!`: `!` is the character after the space.
      await session.run("delete from effects where account_id = $1 and kind = 'deliver' and lane >= $2 and lane < $3", [
        accountId,
        `webhook ${id} `,
        `webhook ${id}!`,
      ])
    },
  }
}

/** The webhooks of the account, in the order of their ids. */
export async function readWebhooks(session: Session, accountId: number): Promise<Webhook[]> {
  return (await session.all('select * from webhooks where account_id = $1 order by id', [accountId])).map(toWebhook)
}

async function readWebhook(session: Session, accountId: number, id: number): Promise<Webhook | undefined> {
  const row = await session.one(`${oneWebhook} and ${isThere('$1')}`, [accountId, id])
  return row && toWebhook(row)
}

function toWebhook(row: Row): Webhook {
  whole('webhook', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    url: row.url as string,
    dialect: row.dialect as string,
    format: row.format as string,
    method: row.method as Webhook['method'],
    events: (row.events as string).split(' ') as EventKind[],
    username: row.username as string | null,
    sealedPassword: row.sealed_password as string | null,
    createdAt: row.created_at as number,
  }
}
