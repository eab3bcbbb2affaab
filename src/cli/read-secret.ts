import { readFileSync } from 'node:fs'
import { Refusal } from '../core/errors.ts'
import type { Edge } from './edge.ts'

type Input = Pick<Edge, 'input'>

/** The name of a file that stands for standard input. */
export const standardInput = '-'

/** How the help of a flag for such a file ends. */
export const fileHelp = 'its file, or - for standard input'

/**
 * Reads a secret from a file, or from standard input: as an argument others would see it in the list of processes. The line
 * break at its end is none of it.
 *
 * @throws Refusal when it cannot be read, or has several lines
 */
export async function readSecret(edge: Input, file: string, flag: string): Promise<string> {
  const text = await textOf(edge, file, flag)
  const secret = text.replace(/\r?\n$/, '')
  if (/[\r\n]/.test(secret)) {
    throw new Refusal('invalid_value', `${placeOf(file)} must hold one line, which is what ${flag} takes`, flag)
  }
  return secret
}

/** Reads all that the file or standard input holds. */
export async function textOf(edge: Input, file: string, flag: string): Promise<string> {
  try {
    return file === standardInput ? await edge.input() : readFileSync(file, 'utf8')
  } catch (error) {
    throw new Refusal('invalid_value', `cannot read the ${nameOf(flag)}: ${(error as Error).message}`, flag)
  }
}

/** `--master-key-file` → `master key`. */
function nameOf(flag: string): string {
  return flag.slice('--'.length, -'-file'.length).replaceAll('-', ' ')
}

/** The place for people. */
export function placeOf(file: string): string {
  return file === standardInput ? 'standard input' : file
}

/** Says that a secret which was given as an argument was seen by whoever looked. */
export function warnOfArgument(edge: Edge, flag: string): void {
  edge.err(
    `dialbook: warning: other users of this machine may have seen the value of ${flag}, as arguments are in the list of processes: ` +
      `${flag}-file FILE reads it from a file, ${flag}-file - from standard input\n`,
  )
}
