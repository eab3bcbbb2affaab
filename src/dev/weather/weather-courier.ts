import { setTimeout as wait } from 'node:timers/promises'
import type { Courier, Message } from '../../core/webhook/courier.ts'
import type { Attempt } from '../../core/webhook/delivery.ts'
import type { Weather } from './weather.ts'

/**
 * Sends messages to webhooks under weather: late, more than once, in another order, or not at all. A message that is to come behind
 * the next one counts as taken, and is sent after it.
 */
export function weatherCourier(courier: Courier, weather: () => Weather | undefined, now: () => number): Courier {
  /** The messages that wait for the next one, by their addresses. */
  const held = new Map<string, Message>()
  const send = async (message: Message, signal: AbortSignal): Promise<Attempt> => {
    const attempt = await courier.send(message, signal)
    const behind = held.get(hostOf(message))
    if (behind) {
      held.delete(hostOf(message))
      await courier.send(behind, signal)
    }
    return attempt
  }
  return {
    async send(message, signal) {
      const met = weather()?.meetWebhook()
      if (!met) return send(message, signal)
      const { blow, delayMs } = met
      if (delayMs > 0) await wait(delayMs, undefined, { signal })
      if (blow.fail === 0) return { at: now(), ms: 0, status: null, problem: 'no answer (ECONNREFUSED)' }
      if (blow.fail !== undefined) return { at: now(), ms: 0, status: blow.fail, problem: `it answered ${blow.fail}` }
      if (blow.swap && !held.has(hostOf(message))) {
        held.set(hostOf(message), message)
        return { at: now(), ms: 0, status: 200, problem: null }
      }
      for (let time = 1; time < blow.times; time++) await courier.send(message, signal)
      return send(message, signal)
    },
  }
}

function hostOf({ url }: Message): string {
  return new URL(url).host
}
