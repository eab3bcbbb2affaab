import { Refusal } from '../../core/errors.ts'
import { type Decoded, decode, type Fields, InvalidValue, type Reader } from '../fields.ts'

/*
 * A client sends back what a search has shown it, also where another dialect wrote it under rules of its own. A member that
 * is just as it is shown changes nothing: it counts as absent, and no rule of this dialect is asked.
 */

/** Reads a change of a thing that another dialect may have written; `shown` is what a search shows of it now. */
export async function decodeChange<F extends Fields>(
  body: object,
  fields: F,
  shown: () => Promise<object>,
): Promise<Decoded<F>> {
  try {
    return decode(body, fields)
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal
    // Nothing is shown of what is not there, nor to a key that may not search: the body is at fault first.
    const row = await shown().catch((error: unknown) => {
      throw error instanceof Refusal && (error.code === 'not_found' || error.code === 'forbidden') ? refusal : error
    })
    const changed = Object.entries(body).filter(
      ([name, value]) => !(Object.hasOwn(row, name) && Reflect.get(row, name) === value),
    )
    return decode(Object.fromEntries(changed), fields)
  }
}

/** A text that breaks a rule, and why, for whoever knows what is shown. Plain data: it may come from another thread. */
export interface Doubt {
  readonly doubtful: string
  readonly problem: string
}

/** What `read` reads; a text that it refuses is left in doubt. */
export function orDoubt<T>(read: Reader<T>): Reader<T | Doubt> {
  return (value) => {
    try {
      return read(value)
    } catch (error) {
      if (!(error instanceof InvalidValue) || typeof value !== 'string') throw error
      return { doubtful: value, problem: error.message }
    }
  }
}

export function isDoubt(value: unknown): value is Doubt {
  return typeof value === 'object' && value !== null && 'doubtful' in value
}
