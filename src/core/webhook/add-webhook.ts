import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { EventKind } from '../event/event.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { snapshotWebhook } from './snapshot-webhook.ts'
import type { Webhook } from './webhook.ts'

/** A webhook to be made. User name and password go together. */
export interface NewWebhook {
  readonly url: string
  readonly dialect: string
  readonly format: string
  readonly method: Webhook['method']
  readonly events: readonly EventKind[]
  readonly username?: string
  readonly password?: string
}

/**
 * Makes a webhook. It is told of events from the next one on.
 *
 * @throws Refusal `invalid_value` when the address cannot be used; `missing_value` when only one of user name and
 * password is given.
 */
export function addWebhook(
  core: Core,
  caller: Caller,
  { username, password, ...wanted }: NewWebhook,
): Promise<Webhook> {
  mustBeAllowed(caller, 'webhook.add')
  mustBeUsable(wanted.url)
  if ((username === undefined) !== (password === undefined)) {
    throw new Refusal(
      'missing_value',
      'give a user name and a password, or neither',
      username ? 'password' : 'username',
    )
  }
  const sealedPassword = password === undefined ? null : core.vault.seal(password)
  return core.store.write(authorOf(caller), async (tx) => {
    const webhook: Webhook = {
      ...wanted,
      accountId: caller.accountId,
      events: [...new Set(wanted.events)],
      id: await tx.allocate(caller.accountId, 'webhook', 1),
      username: username ?? null,
      sealedPassword,
      createdAt: core.clock.now(),
    }
    await tx.webhooks.insert(webhook)
    const after = snapshotWebhook(webhook)
    return {
      answer: webhook,
      change: { noun: 'webhook', verb: 'add', subject: String(after.url), before: null, after },
    }
  })
}

function mustBeUsable(address: string): void {
  const url = URL.parse(address)
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new Refusal('invalid_value', 'the address must begin with http:// or https://', 'url')
  }
  if (url.username || url.password) {
    throw new Refusal('invalid_value', 'give the user name and the password by themselves, not in the address', 'url')
  }
  if (url.hash) throw new Refusal('invalid_value', 'the address must not have a #fragment: it is never sent', 'url')
}
