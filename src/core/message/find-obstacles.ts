import type { Core } from '../core.ts'
import { contactChecks } from '../opt-out/contact-checks.ts'
import type { Message } from './message.ts'
import type { Outcome } from './settle-message.ts'

/**
 * Finds what keeps messages of any accounts from leaving now: undefined for those that may. It is asked right before they do: the
 * answers are those that `mayContact` has for each.
 */
export async function findObstacles(core: Core, messages: readonly Message[]): Promise<(Outcome | undefined)[]> {
  const now = core.clock.now()
  const found = new Map<Message, Outcome>()
  for (const [accountId, of] of Map.groupBy(messages, (message) => message.accountId)) {
    const inTime = of.filter((message) => now < message.validUntil)
    const checks = await contactChecks(core, accountId, { channel: 'messages', at: now })
    const answers = await checks.of(inTime.map(({ number }) => number))
    for (const [at, message] of inTime.entries()) {
      const answer = answers[at]
      if (answer?.may !== false) continue
      const { reason } = answer
      found.set(
        message,
        reason.code === 'quiet_hours'
          ? { kind: 'later', dueAt: reason.until }
          : { kind: 'skipped', reason: reason.code },
      )
    }
  }
  return messages.map((message) =>
    now < message.validUntil ? found.get(message) : { kind: 'expired', reason: 'it could not be sent in time' },
  )
}
