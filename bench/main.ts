import { cpus, loadavg } from 'node:os'
import { cases, casesNamed } from './cases/index.ts'
import { writeDocs } from './docs.ts'
import { type Extra, extras } from './extras.ts'
import { type Options, readOptions, usage } from './options.ts'
import { type Pace, paces } from './pace.ts'
import { printMeasured } from './print.ts'
import { circumstances, keepResults } from './results.ts'
import { checkOut, commitHere, here } from './revision.ts'
import { run } from './run.ts'
import { stopPostgres } from './subject.ts'

const options = readOptions(process.argv.slice(2))
const began = performance.now()
if (options.help) console.log(usage)
else if (options.list) list()
else if (options.docs) writeDocs()
else {
  await measure()
  // What a failed case has left running, as a thread that sends, would keep the process. The exit ends it.
  process.exit()
}

function list(): void {
  const all = [...chosenCases({ ...options, set: 'full' }), ...chosenExtras({ ...options, set: 'full' })]
  for (const each of all) {
    const isUsual = 'kind' in each && !each.isLong
    console.log(`${each.name.padEnd(20)} ${each.title}${isUsual ? '' : ' (--full, or by its name)'}`)
  }
}

async function measure(): Promise<void> {
  const measured = circumstances(commitHere())
  const order = cases.map(({ name }) => name)
  const chosen = chosenCases(options)
  if (measured.load > cpus().length) {
    console.error(
      `the machine has a load of ${measured.load}: figures will be several times too high, and ratios uncertain`,
    )
  }
  if (chosen.length > 0) {
    await run({
      cases: chosen,
      engines: options.engines,
      revisions: options.compare === undefined ? [here] : [checkOut(options.compare), here],
      pace: paceOf(options),
      done(results) {
        printMeasured(results)
        if (!options.save) return
        for (const { row } of results) keepResults(row.table, [{ ...row, measured: now() }], order)
      },
    })
  }
  for (const extra of options.compare === undefined ? chosenExtras(options) : []) {
    try {
      const { rows, order: names } = await extra.run(paceOf(options).rounds)
      const kept = rows.map((row) => ({ ...row, measured: now() }))
      console.log(extra.table(kept as never))
      if (options.save) keepResults(extra.name, kept, names)
    } catch (error) {
      console.error(`FAILED ${extra.name}: ${(error as Error).stack}`)
      process.exitCode = 1
    } finally {
      await stopPostgres()
    }
  }
  if (options.save) writeDocs()
  const seconds = Math.round((performance.now() - began) / 1000)
  console.error(`${seconds} s at a load of ${measured.load} at the beginning, ${loadavg()[0]?.toFixed(1)} at the end`)

  function now() {
    return circumstances(measured.commit)
  }
}

function chosenCases({ names, set }: Options): typeof cases {
  if (names.length > 0) return casesNamed(names)
  return cases.filter(({ isLong }) => !isLong || set === 'full')
}

function chosenExtras({ names, set }: Options): readonly Extra[] {
  return names.length > 0 ? extras.filter(({ name }) => names.includes(name)) : set === 'full' ? extras : []
}

function paceOf({ set, compare, rounds }: Options): Pace {
  const pace = compare !== undefined && set === 'usual' ? paces.compare : paces[set]
  return { ...pace, ...(rounds && { rounds, commandRounds: rounds }) }
}
