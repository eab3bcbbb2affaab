import { loadavg } from 'node:os'
import { cases } from './cases/index.ts'
import { type Options, readOptions, usage } from './options.ts'
import { type Pace, paces } from './pace.ts'
import { printMeasured } from './print.ts'
import { checkOut, here } from './revision.ts'
import type { Row } from './row.ts'
import { run } from './run.ts'

const options = readOptions(process.argv.slice(2))
if (options.help) console.log(usage)
else if (options.list)
  for (const { name, title, isLong } of chosenOf({ ...options, set: 'full' }))
    console.log(`${name.padEnd(20)} ${title}${isLong ? ' (--full)' : ''}`)
else await measure()

async function measure(): Promise<void> {
  const began = performance.now()
  const revisions = options.compare === undefined ? [here] : [checkOut(options.compare), here]
  const rows: Row[] = []
  await run({
    cases: chosenOf(options),
    engines: options.engines,
    revisions,
    pace: paceOf(options),
    done(measured) {
      printMeasured(measured)
      rows.push(...measured.map(({ row }) => row))
    },
  })
  console.error(
    `${rows.length} rows in ${Math.round((performance.now() - began) / 1000)} s; load ${loadavg()[0]?.toFixed(1)}`,
  )
}

function chosenOf({ names, set }: Options): typeof cases {
  if (names.length > 0) return cases.filter(({ name }) => names.some((start) => name.startsWith(start)))
  return cases.filter(({ isLong }) => !isLong || set === 'full')
}

function paceOf({ set, compare, rounds }: Options): Pace {
  const pace = compare !== undefined && set === 'usual' ? paces.compare : paces[set]
  return { ...pace, ...(rounds && { rounds, commandRounds: rounds }) }
}
