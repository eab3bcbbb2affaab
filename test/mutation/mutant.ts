/** One small change of a source file that some test should notice. */
export interface Mutant {
  /** The file below the root of the repository, as `src/core/page.ts`. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** Where the changed text begins and ends in the file, in UTF-16 units as in `String.prototype.slice`. */
  readonly start: number
  readonly end: number
  /** The kind of change, as Stryker names it: `EqualityOperator`. */
  readonly mutator: string
  readonly original: string
  readonly replacement: string
  /** The whole line that the changed text begins in: finds the mutant again after its file has moved. */
  readonly context: string
}

/** Killed by a test, killed by the time limit, seen by every test that reaches it and still alive, or reached by no test. */
export type Fate = 'killed' | 'timed out' | 'survived' | 'not covered'

/** A mutant and what became of it. */
export interface Verdict extends Mutant {
  readonly folder: string
  readonly fate: Fate
  /** The test file that killed it. */
  readonly killer?: string
  /** How many test files ran. */
  readonly ran: number
  /** Whether `npm run typecheck` refuses it; told of those that no test killed. */
  readonly typesRefuse?: boolean
}

/** Whether any test noticed. */
export function isDead({ fate }: { readonly fate: Fate }): boolean {
  return fate === 'killed' || fate === 'timed out'
}

/** The folder that a score is told for: `core`, `dialects/simotel`, and `dialects` for the files directly in it. */
export function folderOf({ file }: { readonly file: string }): string {
  const [, first = '', second = '', third] = file.split('/')
  return first === 'dialects' && third !== undefined ? `${first}/${second}` : first
}

/** The text of a file with a mutant in it. */
export function mutate(text: string, { start, end, replacement }: Mutant): string {
  return `${text.slice(0, start)}${replacement}${text.slice(end)}`
}
