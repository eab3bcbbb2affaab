import { shownUrl } from '../../core/webhook/snapshot-webhook.ts'
import type { Webhook } from '../../core/webhook/webhook.ts'
import { isoTime } from '../table.ts'
import { eventName } from './vendors.ts'

/** A webhook as `--json` prints it: without its password, and without the query of its address. */
export function showWebhook({ id, url, dialect, format, method, events, username, createdAt }: Webhook): object {
  return {
    id,
    url: shownUrl(url),
    dialect,
    version: format,
    method: method.toLowerCase(),
    events: events.map(eventName),
    username,
    createdAt: isoTime(createdAt),
  }
}
