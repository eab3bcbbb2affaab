import type { Core } from '../core.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { contactChecks } from '../opt-out/contact-checks.ts'
import { countContacts } from '../opt-out/count-contacts.ts'
import type { Message } from './message.ts'
import type { MessagesUnderWay } from './messages-under-way.ts'
import type { Outcome } from './settle-message.ts'

/** How long a message waits for others to its number, of which it is not known yet whether they leave. */
const waitForOthersMs = 1000

/**
 * Finds what keeps messages of any accounts from leaving now: undefined for those that may. It is asked right before they do: the
 * answers are those that `mayContact` has for each. Where a number may get so many contacts a day, messages to it that are under way
 * count too: what they leave no room for waits until they have ended.
 */
export async function findObstacles(
  core: Core,
  messages: readonly Message[],
  underWay: MessagesUnderWay,
): Promise<(Outcome | undefined)[]> {
  const now = core.clock.now()
  const found = new Map<Message, Outcome>()
  for (const [accountId, of] of Map.groupBy(messages, (message) => message.accountId)) {
    const inTime = of.filter((message) => now < message.validUntil)
    const crowded = await findCrowded(core, accountId, inTime, underWay)
    const checks = await contactChecks(core, accountId, { channel: 'messages', at: now })
    const answers = await checks.of(inTime.map(({ number }) => number))
    for (const [at, message] of inTime.entries()) {
      const answer = answers[at]
      if (answer?.may !== false) {
        if (crowded.has(message)) found.set(message, { kind: 'later', dueAt: now + waitForOthersMs })
        continue
      }
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

/** The messages for which there is no room if all to their numbers leave that are ahead of them. */
async function findCrowded(
  core: Core,
  accountId: number,
  messages: readonly Message[],
  underWay: MessagesUnderWay,
): Promise<ReadonlySet<Message>> {
  const { mostADay } = core.contactRules
  if (mostADay === null) return new Set()
  const plan = await planOfAccount(core, accountId)
  // They are taken in before the count is read: what ends meanwhile counts twice, and not never.
  const ahead = messages.map((message) => underWay.begin(message, `${accountId} ${message.number}`))
  const numbers = messages.map(({ number }) => number)
  const made = await countContacts(core, accountId, numbers, { plan, at: core.clock.now() })
  return new Set(messages.filter((_, at) => (made[at] ?? 0) + (ahead[at] ?? 0) >= mostADay))
}
