import type { BenchCase } from './case.ts'
import { commands } from './commands.ts'
import { long } from './long.ts'
import { pages } from './pages.ts'
import { phones } from './phones.ts'
import { searches } from './searches.ts'
import { updates } from './updates.ts'

/** Every case, in the order of the tables. */
export const cases: readonly BenchCase[] = [...updates, ...searches, ...pages, ...phones, ...long, ...commands]
