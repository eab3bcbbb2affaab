import type { Progress } from '../../core/progress/progress.ts'
import type { Schema } from '../fields.ts'
import { arrayOf, exactly, integer } from '../schemas.ts'
import { moment, momentSchema } from './values.ts'

/** The schema of a progress: `ended` counts what ended in each of some equal times, by its end. */
export function progressSchema(ends: readonly string[]): Schema {
  const counts = Object.fromEntries(ends.map((end) => [end, integer]))
  return exactly({
    from: momentSchema,
    seconds: { type: 'number' },
    times: arrayOf(exactly({ at: momentSchema, ended: exactly(counts, ...ends) })),
  })
}

/** A progress as this API shows it. Times in which nothing ended are left out. */
export function progressWire<End extends string>({ from, width, counted }: Progress<End>): object {
  const places = Map.groupBy(counted, ({ place }) => place)
  return {
    from: moment(from),
    seconds: width / 1000,
    times: [...places]
      .sort(([one], [other]) => one - other)
      .map(([place, counts]) => ({
        at: moment(from + place * width),
        ended: Object.fromEntries(counts.map(({ end, count }) => [end, count])),
      })),
  }
}
