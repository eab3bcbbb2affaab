import { nearestName } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'

/**
 * Refuses the value of a flag that names nothing: who mistypes a permission would make a key that may do nothing.
 *
 * @throws Refusal with the name that was most likely meant
 */
export function refuseUnknown(flag: string, values: readonly string[], known: readonly string[]): void {
  const unknown = values.find((value) => !known.includes(value))
  if (unknown === undefined) return
  const nearest = nearestName(unknown, known)
  throw new Refusal(
    'invalid_value',
    `${flag} ${unknown} names nothing${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    flag,
  )
}
