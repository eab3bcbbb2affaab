import type { LedgerCall } from '../../core/ledger/call-record.ts'
import { isoTime } from '../table.ts'

/** A time of the ledger as people and programs read it. */
export function ledgerTime(microseconds: number): string {
  return isoTime(microseconds / 1000)
}

/** Whole seconds between two times of the ledger. */
export function secondsBetween(from: number, until: number): number {
  return Math.round((until - from) / 1e6)
}

/** A call for programs. */
export function showCall(call: LedgerCall): object {
  const { accountId: _account, startedAt, answeredAt, endedAt, legs, talks, steps, ...plain } = call
  return {
    ...plain,
    startedAt: ledgerTime(startedAt),
    answeredAt: answeredAt === null ? null : ledgerTime(answeredAt),
    endedAt: ledgerTime(endedAt),
    billsec: answeredAt === null ? 0 : secondsBetween(answeredAt, endedAt),
    wait: secondsBetween(startedAt, answeredAt ?? endedAt),
    legs: legs.map((leg) => ({
      ...leg,
      startedAt: ledgerTime(leg.startedAt),
      answeredAt: leg.answeredAt === null ? null : ledgerTime(leg.answeredAt),
      endedAt: ledgerTime(leg.endedAt),
    })),
    talks: talks.map(({ one, other, from, until }) => ({
      ...{ one, other, from: ledgerTime(from), until: ledgerTime(until), seconds: secondsBetween(from, until) },
    })),
    steps: steps.map((step) => ({ ...step, at: ledgerTime(step.at) })),
  }
}
