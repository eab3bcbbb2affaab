import { ownerCaller } from '../src/core/permission/callers.ts'

/** Who fills and asks the books of the benchmarks. */
export const owner = ownerCaller('bench', null)

/** The rule by which bad sign-ins slow. No benchmark has bad sign-ins. */
export const slowRule = { attempts: 30, within: 60_000, lasts: 600_000, longestPause: 5000 }
