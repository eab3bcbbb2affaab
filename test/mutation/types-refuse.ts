import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Mutant } from './mutant.ts'
import { withMutants } from './with-mutants.ts'
import type { Workshop } from './workshop.ts'

/** Whether the type checker finds a mutant: it could never land, though no test notices it. */
export function typesRefuse(workshop: Workshop, mutant: Mutant): Promise<boolean> {
  const { folder } = workshop
  const check = () =>
    new Promise<boolean>((resolve) => {
      execFile(join(folder, 'node_modules/.bin/tsc'), ['--noEmit'], { cwd: folder }, (error) => resolve(error !== null))
    })
  return withMutants(workshop, [mutant], check)
}
