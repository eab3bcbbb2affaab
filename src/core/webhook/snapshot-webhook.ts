import type { Snapshot } from '../change/change.ts'
import type { Webhook } from './webhook.ts'

/** A webhook as it may be shown: without its password, and without what its address has after the path. */
export function snapshotWebhook({ sealedPassword: _, ...webhook }: Webhook): Snapshot {
  return { ...webhook, url: shownUrl(webhook.url) }
}

/** An address for people. What stands in a query is often a key. */
export function shownUrl(address: string): string {
  const query = address.indexOf('?')
  return query < 0 ? address : `${address.slice(0, query)}?…`
}
