import type { Snapshot } from '../change/change.ts'
import type { Webhook } from './webhook.ts'

/** A webhook as it may be shown: without its password, and without the query of its address. */
export function snapshotWebhook({ sealedPassword: _, ...webhook }: Webhook): Snapshot {
  return { ...webhook, url: shownUrl(webhook.url) }
}

/** An address as people may see it: `https://a.example/hook?…`. The query is left out, since it is often a key. */
export function shownUrl(address: string): string {
  const query = address.indexOf('?')
  return query < 0 ? address : `${address.slice(0, query)}?…`
}
