import type { Core } from '../core/core.ts'
import { effectLifeMs } from '../core/effect/effect.ts'
import type { Courier, Message, ShapeMessage } from '../core/webhook/courier.ts'
import type { Webhook } from '../core/webhook/webhook.ts'
import type { Task } from './outbox.ts'

/** The longest wait for the next try, however many have failed. */
const longestWaitMs = 15 * 60 * 1000

export interface DeliveryOptions {
  readonly courier: Courier
  readonly shape: ShapeMessage
  /** The longest that a try takes. */
  readonly timeoutMs: number
  /**
   * The wait after the first failure. Each further failure doubles it: 10 s, 20 s, 40 s, … up to a quarter of an hour.
   */
  readonly retryAfterMs: number
}

/** Tells webhooks of events. A delivery that fails is tried again for a day. */
export function deliverEvents(core: Core, { courier, shape, timeoutMs, retryAfterMs }: DeliveryOptions): Task {
  const most = attemptsAtMost(retryAfterMs)
  return {
    kind: 'deliver',
    atOnce: 32,
    leaseMs: timeoutMs + 2000,
    isReady: () => true,
    async carryOut({ accountId, subject, attempts, createdAt }, signal) {
      const delivery = await core.store.deliveries.get(accountId, Number(subject))
      const webhook = delivery && (await core.store.webhooks.get(accountId, delivery.webhookId))
      if (!webhook) return { retryAt: null }
      const posting = { delivery, attempt: attempts + 1, attempts: most }
      const message = shape(webhook, delivery.event, posting)
      const attempt = await courier.send(signedIn(core, webhook, message), signal)
      if (attempt.problem === null) return { retryAt: null, attempt }
      const retryAt = core.clock.now() + waitAfter(attempts, retryAfterMs)
      return { retryAt: retryAt > createdAt + effectLifeMs ? null : retryAt, attempt }
    },
  }
}

/** The wait after so many failures before this one. */
function waitAfter(failures: number, retryAfterMs: number): number {
  return Math.min(retryAfterMs * 2 ** failures, longestWaitMs)
}

/** The attempts that fit into the life of an effect, where none takes any time. */
function attemptsAtMost(retryAfterMs: number): number {
  let attempts = 1
  for (let passed = waitAfter(0, retryAfterMs); passed <= effectLifeMs; attempts++)
    passed += waitAfter(attempts, retryAfterMs)
  return attempts
}

function signedIn(core: Core, { username, sealedPassword }: Webhook, message: Message): Message {
  if (username === null || sealedPassword === null) return message
  const pair = Buffer.from(`${username}:${core.vault.open(sealedPassword)}`).toString('base64')
  return { ...message, headers: { ...message.headers, Authorization: `Basic ${pair}` } }
}
