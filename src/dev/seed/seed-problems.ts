import type { Document, LineCounter } from 'yaml'
import { StartError } from '../../server/start-error.ts'
import { yaml } from '../yaml.ts'

/** The place of a value in a seed: `['groups', 0, 'phones', 2]`. */
export type SeedPath = readonly (string | number)[]

/** The most problems that are told at once. */
const toldAtMost = 20

/** A seed that cannot be planted. Its message has a line for each problem: where it is, and why. */
export class SeedError extends StartError {
  readonly problems: readonly string[]

  constructor(name: string, problems: readonly string[]) {
    const more = problems.length - toldAtMost
    const lines = [...problems.slice(0, toldAtMost), ...(more > 0 ? [`… and ${more} more`] : [])]
    super(`the seed ${name} cannot be planted:\n${lines.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'SeedError'
    this.problems = problems
  }
}

/** Collects the problems of a seed, with their lines. */
export class SeedProblems {
  readonly found: string[] = []
  readonly #document: Document | undefined
  readonly #lines: LineCounter | undefined

  /** A seed that is no text has no lines. */
  constructor(document?: Document, lines?: LineCounter) {
    this.#document = document
    this.#lines = lines
  }

  /** Adds a problem of the value at a path. */
  add(path: SeedPath, reason: string): void {
    const line = this.#lineOf(path)
    this.found.push(`${line === undefined ? '' : `line ${line}: `}${shown(path)}${path.length > 0 ? ' ' : ''}${reason}`)
  }

  /** The line of a value, or of the nearest one around it. */
  #lineOf(path: SeedPath): number | undefined {
    for (let length = path.length; length >= 0; length--) {
      const node = this.#document?.getIn(path.slice(0, length), true)
      if (node !== undefined && yaml().isNode(node) && node.range) return this.#lines?.linePos(node.range[0]).line
    }
    return undefined
  }
}

function shown(path: SeedPath): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('')
}
