import { ownerCaller } from '../src/core/permission/callers.ts'

/** Who fills and asks the books of the benchmarks. */
export const owner = ownerCaller('bench', null)
