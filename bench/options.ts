import { parseArgs } from 'node:util'
import type { EngineName } from './subject.ts'

/** What a run is told to do. */
export interface Options {
  /** What the names of the cases begin with; none for all of the set. */
  readonly names: readonly string[]
  readonly set: 'quick' | 'usual' | 'full'
  /** The revision that takes turns with the working tree. */
  readonly compare: string | undefined
  readonly engines: readonly EngineName[]
  readonly rounds: number | undefined
  readonly save: boolean
  readonly list: boolean
  readonly help: boolean
  readonly docs: boolean
}

export const usage = `npm run bench -- [NAME…] [options]

NAME               the case of that name, or cases whose names begin so, also those of --full only; without a
                   name all of the set
--list             names the cases
--compare REV      runs the program of a revision and that of the working tree in turns, and prints ratios
--engine ENGINE    sqlite or postgres only
--rounds COUNT     rounds of each case
--quick            one short round of each case, for a first look
--full             every case, with longer rounds, also a million groups on PostgreSQL and other programs
--save             keeps the figures in bench/results, and writes the tables of docs/performance.md
--docs             only writes the tables and plots of docs/ from bench/results
`

const engines: Readonly<Record<string, EngineName>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' }

/** Reads the arguments of a run. Throws an Error with a sentence for those that make no sense. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
      compare: { type: 'string' },
      engine: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
    },
  })
  const { compare, quick, full, save } = values
  if (quick && full) throw new Error('take one of --quick and --full')
  if (save && (quick || compare !== undefined)) throw new Error('--save keeps no figures of --quick or --compare')
  const engine = values.engine === undefined ? undefined : engines[values.engine]
  if (values.engine !== undefined && engine === undefined) throw new Error('--engine is sqlite or postgres')
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) throw new Error('--rounds is a whole number')
  return {
    names: positionals,
    set: quick ? 'quick' : full ? 'full' : 'usual',
    ...{ compare, rounds, save, list: values.list, help: values.help, docs: values.docs },
    engines: engine ? [engine] : ['SQLite', 'PostgreSQL'],
  }
}
