import type { Target } from './run.ts'

/**
 * The one reason for what became of a target: the end of its last try, or why it was not called; `calling` and `waiting` until
 * then. So each number of a run is counted once.
 */
export function reasonOf({ state, outcome, skipped }: Pick<Target, 'state' | 'outcome' | 'skipped'>): string {
  if (state !== 'done') return state
  return outcome ?? skipped
}
