import { type CallRecord, causeOf } from '../ledger/call-record.ts'
import type { CampaignSettings, CampaignState } from './campaign.ts'
import type { Outcome } from './run.ts'

/** The end of a try. */
export interface TryEnd {
  readonly outcome: Outcome
  /** The cause by Q.850; `null` where none is known. */
  readonly cause: number | null
  /** Milliseconds of talk, and up to the answer or the end. */
  readonly talk: number
  readonly wait: number
  /** What was pressed. */
  readonly digits: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** What comes after a try: another one at a time, or nothing more for the target. */
export type NextStep = { readonly state: 'waiting'; readonly dueAt: number } | { readonly state: 'done' }

/** The part of a call of the ledger by which a try ends. */
export type EndedCall = Pick<CallRecord, 'disposition' | 'startedAt' | 'answeredAt' | 'endedAt' | 'legs' | 'doubts'> & {
  readonly digits: string
}

/**
 * The end of a try, by its call in the ledger. A call that was answered was answered, whatever is not known of its end. One that
 * was not, and whose end the PBX did not live to see, is lost: nobody can say what became of it.
 */
export function endByCall(call: EndedCall): TryEnd {
  const { startedAt, answeredAt, endedAt } = call
  const cause = causeOf(call)
  return {
    outcome: outcomeOf(call),
    cause: cause === 0 ? null : cause,
    talk: answeredAt === null ? 0 : milliseconds(endedAt - answeredAt),
    wait: milliseconds((answeredAt ?? endedAt) - startedAt),
    digits: call.digits,
    at: milliseconds(endedAt),
  }
}

function outcomeOf({ disposition, doubts }: EndedCall): Outcome {
  if (disposition === 'ANSWERED') return 'answered'
  if (doubts.includes('end')) return 'lost'
  return disposition === 'BUSY' ? 'busy' : disposition === 'NO ANSWER' ? 'no-answer' : 'failed'
}

function milliseconds(microseconds: number): number {
  return Math.max(Math.round(microseconds / 1000), 0)
}

/** The end of a try that the ledger does not have. */
export function endWithoutCall(outcome: 'failed' | 'lost', at: number): TryEnd {
  return { outcome, cause: null, talk: 0, wait: 0, digits: '', at }
}

/** What comes after the try number `place` of a target. A campaign that is over tries nobody again. */
export function nextStep(
  { outcome, at }: Pick<TryEnd, 'outcome' | 'at'>,
  place: number,
  campaign: (Pick<CampaignSettings, 'tries' | 'pause'> & { readonly state: CampaignState }) | undefined,
): NextStep {
  const goesOn = campaign?.state === 'running' || campaign?.state === 'paused'
  if (!goesOn || outcome === 'answered' || place >= campaign.tries) return { state: 'done' }
  return { state: 'waiting', dueAt: at + campaign.pause * 1000 }
}

/** Whether what was pressed opts the number out: the digit alone, since a longer answer may hold it by chance. */
export function optsOut(digits: string, { optOutDigit }: Pick<CampaignSettings, 'optOutDigit'>): boolean {
  return optOutDigit !== null && digits === optOutDigit
}
