import type { MailCourier, MissedCall } from '../core/call/missed-call.ts'
import type { Core } from '../core/core.ts'
import { effectLifeMs } from '../core/effect/effect.ts'
import type { Extension } from '../core/extension/extension.ts'
import type { Task } from './outbox.ts'
import type { FaultReport } from './worker.ts'

/** Longer than all steps of a mail, each of which has its own limit. */
const leaseMs = 120_000
const firstRetryMs = 5000
const longestWaitMs = 15 * 60 * 1000

export interface MailOptions {
  /** Undefined where no server is named: then mail waits. */
  readonly courier: MailCourier | undefined
  /** Learns of a failure, but not of those that follow it until a mail is taken. */
  readonly onFault: FaultReport
}

/** Mails missed calls to the addresses of their extensions. A mail that is not taken is tried again for a day. */
export function mailMissedCalls({ store, clock }: Core, { courier, onFault }: MailOptions): Task {
  let isFailing = false
  return {
    kind: 'mail',
    atOnce: 4,
    leaseMs,
    isReady: () => courier !== undefined,
    async carryOut({ accountId, subject, attempts, createdAt }) {
      const call = await store.outbox.missedCall(accountId, subject)
      const [extension] = call ? await store.extensions.find(accountId, exactly(call.extension)) : []
      if (!call || !extension || extension.email === '') return { retryAt: null }
      try {
        await courier?.send({
          to: extension.email,
          id: `${accountId}.${call.id.replace('/', '.')}`,
          ...mailOf(call, extension),
        })
        isFailing = false
        return { retryAt: null }
      } catch (error) {
        if (!isFailing) onFault(error)
        isFailing = true
        const retryAt = clock.now() + Math.min(firstRetryMs * 2 ** attempts, longestWaitMs)
        return { retryAt: retryAt > createdAt + effectLifeMs ? null : retryAt }
      }
    },
  }
}

function exactly(number: string) {
  return { number: { text: number, alike: false } }
}

function mailOf({ caller, at }: MissedCall, { name, number }: Extension): { subject: string; text: string } {
  const who = caller === '' ? 'a caller without a number' : caller
  const when = `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
  return {
    subject: `Missed call from ${who} to ${number}`,
    text: `Extension ${number} (${name}) has missed a call.\n\nfrom: ${who}\nat:   ${when}\n`,
  }
}
