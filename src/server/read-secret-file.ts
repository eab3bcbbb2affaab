import { readFileSync } from 'node:fs'
import { StartError } from './start-error.ts'

/**
 * The secret in a file, without white space around it.
 *
 * @throws StartError with `problem` for a file that cannot be read.
 */
export function readSecretFile(file: string, problem: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new StartError(problem, error)
  }
}
