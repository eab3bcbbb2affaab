import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

/** The library of YAML. The first text that is read loads it: a seed and a scenario may be objects, and need none. */
export function yaml(): typeof import('yaml') {
  return load('yaml')
}
