import type { BenchCase } from './case.ts'
import { commands } from './commands.ts'
import { long } from './long.ts'
import { pages } from './pages.ts'
import { phones } from './phones.ts'
import { searches } from './searches.ts'
import { updates } from './updates.ts'

/** Every case, in the order of the tables. */
export const cases: readonly BenchCase[] = [...updates, ...searches, ...pages, ...phones, ...long, ...commands]

/** The cases of some names. A name that no case has stands for all whose names begin so. */
export function casesNamed(names: readonly string[]): readonly BenchCase[] {
  const isWhole = (wanted: string): boolean => cases.some(({ name }) => name === wanted)
  return cases.filter(({ name }) =>
    names.some((wanted) => (isWhole(wanted) ? name === wanted : name.startsWith(wanted))),
  )
}
