import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../../../src/dialects/book/examples')

/** A request of an example, and its answer. */
export interface BookSample {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly response: { readonly status: number; readonly contentType?: string; readonly body?: unknown }
}

/** The example of an operation of the native API. */
export interface BookExample {
  /** The place of the operation in the order in which the samples work: each needs what those before it have made. */
  readonly turn: number
  readonly operation: string
  readonly samples: readonly BookSample[]
}

/** The examples, in the order in which they work. */
export const bookExamples: readonly BookExample[] = globSync('*.json', { cwd: folder })
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as BookExample)
  .sort((one, other) => one.turn - other.turn)

const sampleId = /[0-9a-f]{24}/g

/** Ids of samples, and those that stand for them on one server: they are made up anew on each. */
export class SampleIds {
  readonly #ids = new Map<string, string>()

  /** A text of a sample with the ids of this server. */
  here(text: string): string {
    return text.replace(sampleId, (id) => this.#ids.get(id) ?? id)
  }

  /** Takes the ids of an answer for those of the sample. */
  learn(sample: unknown, got: unknown): void {
    const here = [...JSON.stringify(got).matchAll(sampleId)]
    for (const [at, [id]] of [...JSON.stringify(sample ?? null).matchAll(sampleId)].entries()) {
      if (!this.#ids.has(id)) this.#ids.set(id, here[at]?.[0] ?? '')
    }
  }
}
