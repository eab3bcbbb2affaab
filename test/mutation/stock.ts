import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutant.ts'

/** The run of a test file when nothing is mutated. */
export interface TestFile {
  readonly file: string
  readonly milliseconds: number
  readonly covers: ReadonlySet<Mutant>
}

interface Entry {
  readonly file: string
  readonly text: string
  readonly milliseconds: number
  readonly covers: readonly string[]
}

/** The runs of the test files. Kept in a file they last as long as no source changes; a changed test runs again. */
export class Stock {
  readonly #path: string | undefined
  readonly #sources: string
  readonly #entries: Entry[] = []
  readonly #mutants: ReadonlyMap<string, Mutant>

  constructor(root: string, mutants: readonly Mutant[], path?: string) {
    this.#path = path
    this.#mutants = new Map(mutants.map((mutant) => [keyOf(mutant), mutant]))
    const sources = globSync(['src/**/*.ts', 'test/**/*.ts'], { cwd: root })
      .filter((file) => !file.endsWith('.test.ts') && !file.startsWith('test/mutation/'))
      .sort()
    this.#sources = digest(sources.map((file) => `${file}\n${readFileSync(join(root, file), 'utf8')}`).join('\n'))
    if (path === undefined || !existsSync(path)) return
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { sources: string; entries: Entry[] }
    if (kept.sources === this.#sources) this.#entries = kept.entries
  }

  /** The run of a test file with this text, if it is known. */
  find(file: string, text: string): TestFile | undefined {
    const entry = this.#entries.find((each) => each.file === file && each.text === digest(text))
    if (!entry) return undefined
    const covers = entry.covers.flatMap((key) => this.#mutants.get(key) ?? [])
    return { file, milliseconds: entry.milliseconds, covers: new Set(covers) }
  }

  add({ file, milliseconds, covers }: TestFile, text: string): void {
    this.#entries.push({ file, text: digest(text), milliseconds, covers: [...covers].map(keyOf) })
    const kept = { sources: this.#sources, entries: this.#entries }
    if (this.#path !== undefined) writeFileSync(this.#path, JSON.stringify(kept))
  }
}

function keyOf({ file, start, end, replacement }: Mutant): string {
  return digest([file, start, end, replacement].join('\n')).slice(0, 16)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
