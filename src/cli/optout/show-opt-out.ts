import type { MayContact } from '../../core/opt-out/contact-checks.ts'
import { type OptOut, unsubscribeReasons } from '../../core/opt-out/opt-out.ts'
import { quote } from '../changes/describe-change.ts'
import { harmless, isoTime } from '../table.ts'

/** An opt-out for programs. */
export function showOptOut({ accountId: _, since, ...optOut }: OptOut) {
  return { ...optOut, since: isoTime(since) }
}

/** An opt-out in one line: `0912… for all since 2026-05-03T10:00:00.000Z, by cli root: "by phone"`. */
export function describeOptOut(optOut: OptOut): string {
  const person = [optOut.number, optOut.email].filter((each) => each !== null).join(' ')
  return `${harmless(person)} for ${optOut.channel} since ${isoTime(optOut.since)}, by ${writerOf(optOut)}${whyOf(optOut)}`
}

/** Who closed it, and where it comes from: `cli root`, `import root`, `key 7` of a dialect. */
export function writerOf({ source, credentialId, author }: OptOut): string {
  if (credentialId !== null) return `${source} key ${credentialId}`
  return author === null ? source : `${source} ${harmless(author)}`
}

/** The reasons of an opt-out, as the end of a line: `: not interested, "by phone"`. */
export function whyOf({ reason, unsubscribeReason }: OptOut): string {
  const told = [
    ...(unsubscribeReason === null ? [] : [unsubscribeReasons[unsubscribeReason]]),
    ...(reason === null ? [] : [quote(reason)]),
  ]
  return told.length === 0 ? '' : `: ${told.join(', ')}`
}

/** The answer to `mayContact` in one line, with its one reason. */
export function describeAnswer(answer: MayContact): string {
  if (answer.may) return 'yes'
  const { reason } = answer
  switch (reason.code) {
    case 'opted_out':
      return `no, opted out: ${describeOptOut(reason.optOut)}`
    case 'quiet_hours':
      return `no, not before ${isoTime(reason.until)}: quiet hours`
    case 'contact_limit':
      return `no, it had ${reason.contacts} calls and messages within 24 hours`
    default:
      return `no, not a number: it ${harmless(reason.problem)}`
  }
}

/** The same for programs. */
export function showAnswer(answer: MayContact): object {
  if (answer.may) return { may: true }
  const { code, ...told } = answer.reason
  return {
    may: false,
    reason: code,
    ...told,
    ...('until' in told && { until: isoTime(told.until) }),
    ...('optOut' in told && { optOut: showOptOut(told.optOut) }),
  }
}
