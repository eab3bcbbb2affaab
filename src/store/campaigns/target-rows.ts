import { callIdOf } from '../../core/campaign/call-id.ts'
import { type Outcome, outcomes, type Run, type Target, type Try } from '../../core/campaign/run.ts'
import type { Row } from '../engine/value.ts'

/** The states of targets, by their places as the book keeps them. */
export const targetStates = ['calling', 'waiting', 'done'] as const

/** The place of a state or of an outcome, as the book keeps it. */
export const stateCode = (state: Target['state']): number => targetStates.indexOf(state)
export const outcomeCode = (outcome: Outcome): number => outcomes.indexOf(outcome)

/** The column of a run that counts an outcome. */
export const outcomeColumn = (outcome: Outcome): string => outcome.replace('-', '_')

/** The outcome in a column; `null` where there is none yet. */
export function outcomeIn(value: unknown): Outcome | null {
  return value === null ? null : (outcomes[value as number] ?? null)
}

/** A target, with its tries. */
export function toTarget(row: Row, tries: readonly Try[]): Target {
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    campaignId: row.campaign_id as number,
    repeat: row.repeat as number,
    phone: row.phone as string,
    state: targetStates[row.state as number] as Target['state'],
    outcome: outcomeIn(row.outcome),
    skipped: row.skipped as string,
    dueAt: row.due_at as number | null,
    firstAt: row.first_at as number,
    lastAt: row.last_at as number,
    talk: row.talk_ms as number,
    wait: row.wait_ms as number,
    digits: row.digits as string,
    tries,
  }
}

/** A try. */
export function toTry(row: Row): Try {
  const call = row.call as number
  return {
    place: row.place as number,
    callId: callIdOf(call),
    startedAt: Math.floor(call / 1000),
    endedAt: row.ended_at as number | null,
    outcome: outcomeIn(row.outcome),
    cause: row.cause as number | null,
    talk: row.talk_ms as number,
    wait: row.wait_ms as number,
  }
}

/** A run, with what is left of its lists. */
export function toRun(row: Row): Run {
  const count = (column: string): number => row[column] as number
  return {
    accountId: row.account_id as number,
    campaignId: row.campaign_id as number,
    repeat: row.repeat as number,
    listIds: JSON.parse(row.list_ids as string),
    country: row.country as string | null,
    next: { list: count('next_list'), entry: count('next_entry') },
    counts: {
      ...{ size: count('size'), left: count('size') - count('looked'), calling: count('calling') },
      ...{ waiting: count('waiting'), skipped: count('skipped'), repeated: count('repeated'), tries: count('tries') },
      ...{ answered: count('answered'), busy: count('busy'), 'no-answer': count('no_answer') },
      ...{ failed: count('failed'), lost: count('lost'), talk: count('talk_ms'), wait: count('wait_ms') },
    },
    startedAt: row.started_at as number,
    endedAt: row.ended_at as number | null,
  }
}
