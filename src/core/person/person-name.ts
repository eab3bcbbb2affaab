import { checkAccountName, foldAccountName } from '../account/account-name.ts'
import { Refusal } from '../errors.ts'

/** The shortest password, and the longest. */
export const passwordLength = { least: 10, most: 200 } as const

/**
 * Checks the name of a person by the rules for accounts' names.
 *
 * @throws Refusal `invalid_value` of `name`.
 */
export function checkPersonName(given: string): { readonly name: string; readonly foldedName: string } {
  try {
    const name = checkAccountName(given)
    return { name, foldedName: foldAccountName(name) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal('invalid_value', 'the name of a person has 1 to 64 printable characters', 'name')
  }
}

/**
 * Refuses a password that is too short to be kept from guessers, or too long to be hashed.
 *
 * @throws Refusal `invalid_value` of `password`.
 */
export function checkPassword(password: string): void {
  const { least, most } = passwordLength
  const { length } = [...password]
  if (length >= least && length <= most) return
  throw new Refusal('invalid_value', `a password has ${least} to ${most} characters`, 'password')
}
