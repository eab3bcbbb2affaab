import { isDead, type Verdict } from './mutant.ts'

/** The share of the mutants that the tests kill, and its bounds with 95 % confidence; all from 0 to 1. */
export interface Score {
  readonly folder: string
  /** How many mutants the folder has. */
  readonly all: number
  readonly tried: number
  readonly dead: number
  /** Of those that no test killed, how many the type checker refuses. */
  readonly refused: number
  readonly score: number
  readonly low: number
  readonly high: number
}

const z = 1.96

/** A score for each folder, and one for all: there each folder weighs what it has, not what was drawn from it. */
export function scoresOf(verdicts: readonly Verdict[], sizes: ReadonlyMap<string, number>): Score[] {
  const folders = [...Map.groupBy(verdicts, ({ folder }) => folder)]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([folder, own]) => scoreOf(folder, own, sizes.get(folder) ?? own.length))
  const all = folders.reduce((sum, each) => sum + each.all, 0)
  const score = folders.reduce((sum, each) => sum + (each.score * each.all) / all, 0)
  const variance = folders.reduce((sum, each) => {
    // Of a folder that was tried whole nothing is unknown.
    const unknown = 1 - each.tried / each.all
    return sum + ((each.all / all) ** 2 * unknown * each.score * (1 - each.score)) / each.tried
  }, 0)
  const margin = z * Math.sqrt(variance)
  const sumOf = (field: 'tried' | 'dead' | 'refused') => folders.reduce((sum, each) => sum + each[field], 0)
  const counts = { tried: sumOf('tried'), dead: sumOf('dead'), refused: sumOf('refused') }
  const bounds = { low: Math.max(0, score - margin), high: Math.min(1, score + margin) }
  return [...folders, { folder: 'all', all, ...counts, score, ...bounds }]
}

/** Wilson's interval: honest also for small samples and shares near 1. */
function scoreOf(folder: string, verdicts: readonly Verdict[], all: number): Score {
  const tried = verdicts.length
  const dead = verdicts.filter(isDead).length
  const refused = verdicts.filter(({ typesRefuse }) => typesRefuse).length
  const score = dead / tried
  const centre = (score + z ** 2 / (2 * tried)) / (1 + z ** 2 / tried)
  const margin = (z / (1 + z ** 2 / tried)) * Math.sqrt((score * (1 - score)) / tried + z ** 2 / (4 * tried ** 2))
  return { folder, all, tried, dead, refused, score, low: centre - margin, high: centre + margin }
}

/** The scores as lines of a table. */
export function tableOf(scores: readonly Score[]): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(8)
  const lines = scores.map(({ folder, all, tried, dead, refused, score, low, high }) =>
    [
      folder.padEnd(24),
      ...[all, tried, dead].map((count) => String(count).padStart(7)),
      `${percent(score)} (${percent(low)} to ${percent(high)})`,
      String(refused).padStart(9),
    ].join(' '),
  )
  return [
    `${'folder'.padEnd(24)} mutants   tried  killed    score  95 % confidence       by types only`,
    ...lines,
  ].join('\n')
}
