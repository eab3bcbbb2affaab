import type { Dialect } from './dialect.ts'
import * as listed from './index.ts'

/** The dialects that `index.ts` lists, in the order of their names. */
export const dialects: readonly Dialect[] = Object.values(listed)
