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
  return reason.code === 'opted_out'
    ? `no, opted out: ${describeOptOut(reason.optOut)}`
    : `no, not a number: it ${harmless(reason.problem)}`
}

/** The same for programs. */
export function showAnswer(answer: MayContact): object {
  if (answer.may) return { may: true }
  const { reason } = answer
  return {
    may: false,
    reason: reason.code,
    ...(reason.code === 'opted_out' ? { optOut: showOptOut(reason.optOut) } : { problem: reason.problem }),
  }
}
