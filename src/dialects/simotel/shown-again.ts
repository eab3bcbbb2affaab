import { Refusal } from '../../core/errors.ts'
import { type Decoded, decode, described, type Fields, InvalidValue, type Reader, schemaOf } from '../fields.ts'

/*
 * A client sends back the members that a search has shown. Another dialect may have written them under rules of its
 * own, as LOX24 a description with line breaks. A member that is just as it is shown changes nothing: it counts as
 * absent, and no rule of this dialect is asked.
 */

/**
 * Reads a change of a thing that another dialect may have written. `shown` returns the row that a search shows of the
 * thing now; it is called only when a member breaks a rule.
 *
 * @throws Refusal as `decode` does, but not for a member that is just as it is shown.
 */
export async function decodeChange<F extends Fields>(
  body: object,
  fields: F,
  shown: () => Promise<object>,
): Promise<Decoded<F>> {
  try {
    return decode(body, fields)
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal
    // A thing that does not exist is not shown, and none is shown to a key that may not search. The refusal of the body is
    // the answer then.
    const row = await shown().catch((error: unknown) => {
      throw error instanceof Refusal && (error.code === 'not_found' || error.code === 'forbidden') ? refusal : error
    })
    const changed = Object.entries(body).filter(
      ([name, value]) => !(Object.hasOwn(row, name) && Reflect.get(row, name) === value),
    )
    return decode(Object.fromEntries(changed), fields)
  }
}

/**
 * A text that breaks a rule, and the rule. It is refused only by the code that knows how the text is shown now. It is
 * plain data, since it may come from another thread.
 */
export interface Doubt {
  readonly doubtful: string
  readonly problem: string
}

/** Reads a value by `read`. A text that `read` refuses becomes a doubt. */
export function orDoubt<T>(read: Reader<T>): Reader<T | Doubt> {
  return described<T | Doubt>(schemaOf(read), (value) => {
    try {
      return read(value)
    } catch (error) {
      if (!(error instanceof InvalidValue) || typeof value !== 'string') throw error
      return { doubtful: value, problem: error.message }
    }
  })
}

export function isDoubt(value: unknown): value is Doubt {
  return typeof value === 'object' && value !== null && 'doubtful' in value
}
