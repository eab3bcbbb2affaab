import type { Felt } from './others.ts'
import { cpuOfRound, type Row, rateOf, ratioOf, timeOf } from './row.ts'
import type { Measured } from './run-requests.ts'
import type { Spread } from './statistics.ts'

/** Prints the figures of a case: a line for each revision, and for two of them their ratios. */
export function printMeasured(measured: readonly Measured<Row>[]): void {
  for (const { subject, row } of measured) {
    const name = measured.length > 1 ? `${subject.revision.name}: ` : ''
    console.log(`  ${name}${row.title}, ${row.engine}: ${lineOf(row)}`)
  }
  const [before, after] = measured
  if (before && after)
    console.log(`  ${after.subject.revision.name} / ${before.subject.revision.name}: ${ratiosOf(before, after)}`)
}

/** The figures of a row in one line. */
function lineOf(row: Row): string {
  const { others, memoryPeak } = row
  const own =
    row.kind === 'requests'
      ? [
          `${short(row.cpu)} cpu µs`,
          `${short(row.perSecond)}/s`,
          `p50 ${short(row.p50)}, p99 ${short(row.p99)} ms`,
          ...(row.ratio
            ? [`${row.ratioOf} over bare ${spread(row.ratio)}${row.goal === null ? '' : ` (goal ${row.goal})`}`]
            : []),
        ]
      : [`${short(row.seconds)} s`, `${short(row.cpuSeconds)} cpu s`, `${short(row.linesPerSecond)} lines/s`]
  return [...own, `${memoryPeak} MiB`, ...others.map(feltBy(others))].join('; ')
}

function feltBy([alone]: readonly Felt[]): (felt: Felt) => string {
  return (felt) => {
    const times = `p50 ${short(felt.p50)}, p99 ${short(felt.p99)} ms`
    if (!alone || felt.clients === 0) return `others alone ${times}`
    return `beside ${felt.clients} ${times} (×${short(felt.p50 / alone.p50)}, ×${short(felt.p99 / alone.p99)})`
  }
}

function ratiosOf(before: Measured<Row>, after: Measured<Row>): string {
  const felt = after.row.others.slice(1).map((each, index) => {
    const was = before.row.others[index + 1]
    return `others beside ${each.clients} p50 ${short(each.p50 / (was?.p50 ?? Number.NaN))}, p99 ${short(each.p99 / (was?.p99 ?? Number.NaN))}`
  })
  return [
    `cpu ${spread(ratioOf(after.rounds, before.rounds, cpuOfRound))}`,
    `time ${spread(ratioOf(after.rounds, before.rounds, timeOf))}`,
    `rate ${spread(ratioOf(after.rounds, before.rounds, rateOf))}`,
    ...felt,
  ].join('; ')
}

function spread({ median, least, most }: Spread): string {
  return `${short(median)} [${short(least)} to ${short(most)}]`
}

/** A number for people. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(value < 10 ? 2 : 3)))
}
