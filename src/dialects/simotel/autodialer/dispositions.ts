import { type Outcome, outcomes } from '../../../core/campaign/run.ts'

/** The vendor's words for the ends of a try (docs/wire/simotel.md §4). */
export const dispositionOf: Readonly<Record<Outcome, string>> = {
  ...{ answered: 'ANSWERED', busy: 'BUSY', 'no-answer': 'NO ANSWER', failed: 'FAILED', lost: 'LOST' },
}

/** The word of a number that was not called, for a reason: ours, since the vendor's dialler calls everybody. */
export const skippedWord = 'SKIPPED'

/** The end that a word stands for, in capitals or not; undefined for any other word. */
export function outcomeOf(word: string): Outcome | undefined {
  return outcomes.find((outcome) => dispositionOf[outcome] === word.trim().toUpperCase())
}
