import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { KnownRetry, RetryId } from './retry-port.ts'

/** Another process has begun the same request. */
export class Taken extends Error {}

/** A request that may come again. */
export interface Attempt {
  readonly id: RetryId
  /** A request before this time is forgotten. */
  readonly since: number
  /** What is known of it, where it came before and its answer is not known. */
  readonly known: KnownRetry | undefined
  /** The mark of its route and its body. It is asked for once the body was read. */
  readonly fingerprint: () => string
}

/**
 * A core by which a request has its effect once. Each write keeps with its effect what it returns. A write that has happened before
 * returns the same again, and does nothing.
 *
 * The writes of it throw `key_reused` for another request under the same key, and {@link Taken} where another process was faster.
 */
export function withOneEffect(
  core: Core,
  { id, since, known, fingerprint }: Attempt,
): { readonly core: Core; readonly hasWritten: () => boolean } {
  const { store } = core
  let index = 0
  const once: Core = {
    ...core,
    store: {
      ...store,
      async write(author, work) {
        const at = index
        const before = known?.outcomes[at]
        if (known && known.fingerprint !== fingerprint()) throw keyReused()
        if (before) {
          index++
          return mustBeKept(before.value) as Awaited<ReturnType<typeof work>>['answer']
        }
        const answer = await store.write(author, async (tx) => {
          const written = await work(tx)
          const outcome = { value: written.answer }
          const kept = { fingerprint: fingerprint(), index: at, outcome, at: core.clock.now(), since }
          if (!(await tx.retries.keep(id, kept))) throw new Taken()
          return written
        })
        index++
        return answer
      },
    },
  }
  return { core: once, hasWritten: () => index > 0 }
}

/** The refusal of a key that belongs to another request. */
export function keyReused(): Refusal {
  return new Refusal('key_reused', 'the Idempotency-Key was sent with another request before')
}

/** What stands for an outcome that cannot be kept, as one that is read as it is sent. */
export const notKept = 'dialbook: not kept'

function mustBeKept(value: unknown): unknown {
  if (value === notKept) throw new Refusal('conflict', 'the request was carried out, and its answer was lost')
  return value
}
