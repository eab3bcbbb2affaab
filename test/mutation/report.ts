import { writeFileSync } from 'node:fs'
import type { Flags } from './flags.ts'
import type { Verdict } from './mutant.ts'
import { scoresOf, tableOf } from './score.ts'

/** The verdicts so far: each on standard error as it comes, all of them in a file. */
export class Report {
  readonly #verdicts = new Map<string, Verdict>()
  readonly #flags: Flags
  readonly #sizes: ReadonlyMap<string, number>
  readonly #leftOut: readonly string[]

  constructor(flags: Flags, sizes: ReadonlyMap<string, number>, leftOut: readonly string[]) {
    this.#flags = flags
    this.#sizes = sizes
    this.#leftOut = leftOut
  }

  get table(): string {
    return tableOf(scoresOf([...this.#verdicts.values()], this.#sizes))
  }

  /** Takes a verdict, which may replace an earlier one of the same mutant. */
  tell(verdict: Verdict, when: string): void {
    const { file, line, start, end, mutator, original, replacement, fate, ran } = verdict
    this.#verdicts.set([file, start, end, replacement].join(' '), verdict)
    const note = verdict.typesRefuse ? ', but the types refuse it' : ''
    const change = `${short(original)} → ${short(replacement)}`
    console.error(`${when}: ${fate}${note} after ${ran}: ${file}:${line} ${mutator} ${change}`)
    if (this.#flags.json === undefined) return
    const verdicts = [...this.#verdicts.values()]
    const whole = { ...this.#flags, scores: scoresOf(verdicts, this.#sizes), leftOut: this.#leftOut, verdicts }
    writeFileSync(this.#flags.json, `${JSON.stringify(whole, null, 1)}\n`)
  }
}

function short(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 60)
}
