import { outcomes, type Run, type RunCounts } from '../../../../core/campaign/run.ts'
import { arrayOf, exactly, integer, string } from '../../../schemas.ts'
import { extendedDate } from '../../dates.ts'
import { dispositionOf } from '../dispositions.ts'

const moment = exactly({ $date: exactly({ $numberLong: string }) })
const number = { type: 'number' } as const

const members = {
  ...{ sum: integer, avg: number, wait: integer, wait_avg: number, try: integer, try_avg: number },
  ...{ min_date: moment, max_date: moment, count: integer, numbers: integer },
  disposition: { type: 'object', additionalProperties: exactly({ count: integer }) },
  success: number,
}

/** The schema of `statistics`. */
export const statisticsSchema = exactly({
  all: exactly(members),
  sep: arrayOf(exactly({ _id: integer, ...members, answered: integer })),
})

/** The statistics of one run. */
export function runStatistics(run: Run, now: number): object {
  const { success, ...rest } = statisticsOf([run], now)
  return { _id: run.repeat, ...rest, answered: run.counts.answered, success }
}

/**
 * The statistics of some runs together. `count` is of the numbers that were called to an end, `sum` and `wait` are seconds of all
 * their tries, averages are for each of them, and `success` is the share that answered, in per cent.
 */
export function statisticsOf(runs: readonly Run[], now: number): Readonly<Record<keyof typeof members, unknown>> {
  const total = (count: (counts: RunCounts) => number): number => runs.reduce((sum, run) => sum + count(run.counts), 0)
  const ends = outcomes.map((outcome) => [dispositionOf[outcome], total((counts) => counts[outcome])] as const)
  const count = ends.reduce((sum, [, times]) => sum + times, 0)
  const each = (sum: number): number => (count === 0 ? 0 : Math.round((sum / count) * 100) / 100)
  const [sum, wait] = [total(({ talk }) => talk), total((counts) => counts.wait)].map((ms) => Math.round(ms / 1000))
  const tries = total((counts) => counts.tries)
  return {
    ...{ sum, avg: each(sum ?? 0), wait, wait_avg: each(wait ?? 0), try: tries, try_avg: each(tries) },
    min_date: extendedDate(Math.min(...runs.map(({ startedAt }) => startedAt))),
    max_date: extendedDate(Math.max(...runs.map(({ endedAt }) => endedAt ?? now))),
    count,
    numbers: total(({ size, repeated }) => size - repeated),
    disposition: Object.fromEntries(
      ends.filter(([, times]) => times > 0).map(([word, times]) => [word, { count: times }]),
    ),
    success: each(total(({ answered }) => answered) * 100),
  }
}
