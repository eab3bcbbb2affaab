import { availableParallelism } from 'node:os'
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

const options = {
  files: { type: 'string', multiple: true, default: ['src/core/**/*.ts', 'src/dialects/**/*.ts'] },
  tests: {
    type: 'string',
    multiple: true,
    default: ['src/core/**/*.test.ts', 'src/dialects/**/*.test.ts', 'test/acceptance/**/*.test.ts'],
  },
  without: { type: 'string', multiple: true, default: ['**/postgres/**', '**/move.test.ts', '**/disk-full.test.ts'] },
  sample: { type: 'string', default: '500' },
  seed: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '60' },
  jobs: { type: 'string', default: String(Math.min(2, availableParallelism())) },
  again: { type: 'string' },
  stock: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} satisfies ParseArgsOptionsConfig

/** The text of `--help`. */
export const usage = `npm run mutate -- [flags]: breaks the sources in small ways, in a copy, and tells which breaks no test notices.

  --files GLOB    which sources to mutate; may be repeated   (${options.files.default.join(' ')})
  --tests GLOB    which tests may notice; may be repeated    (${options.tests.default.join(' ')})
  --without GLOB  which of these tests not; may be repeated  (${options.without.default.join(' ')})
  --sample N      how many mutants to try; 0 for all         (${options.sample.default})
  --seed N        which of them chance draws                 (${options.seed.default})
  --minutes N     begins no mutant after that time; the tests of those begun go on  (${options.minutes.default})
  --jobs N        how many tests run at a time               (2, or 1 on one core)
  --again FILE    tries what lived in an earlier report, instead of a sample
  --stock FILE    keeps there which test reaches what, for the next run of the same sources
  --json FILE     writes the report there, after every mutant
`

/** Reads the flags. Throws where one is wrong. */
export function readFlags(argv: readonly string[]) {
  const { values } = parseArgs({ args: [...argv], options, strict: true })
  const numberOf = (name: 'sample' | 'seed' | 'minutes' | 'jobs', least: number): number => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} is a whole number of at least ${least}`)
    return value
  }
  const numbers = { sample: numberOf('sample', 0), seed: numberOf('seed', 0) }
  return { ...values, ...numbers, minutes: numberOf('minutes', 1), jobs: numberOf('jobs', 1) }
}

export type Flags = ReturnType<typeof readFlags>
