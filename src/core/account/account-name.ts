import { Refusal } from '../errors.ts'

/** The most characters of a name. */
const longest = 64

/** Zero-width joiners. Some scripts need them between letters, but a name of nothing else would look empty. */
const joiners = /[\u200c\u200d]/g

/**
 * Checks a wanted name, and returns it as the book keeps it: without the space around it.
 *
 * @throws Refusal `invalid_value` of `name` when the name is empty, too long, or has characters that cannot be printed.
 */
export function checkAccountName(given: string): string {
  const name = given.trim()
  if (foldAccountName(name) === '') throw wrongName('an account needs a name')
  if ([...name].length > longest) throw wrongName(`the name of an account has ${longest} characters at the most`)
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name.replace(joiners, ''))) {
    throw wrongName('the name of an account has printable characters only: no line breaks, no control characters')
  }
  return name
}

function wrongName(reason: string): Refusal {
  return new Refusal('invalid_value', reason, 'name')
}

/**
 * The form by which names are compared. `Straße` and `STRASSE` have the same form, and so have the two ways to write an
 * `é`.
 */
export function foldAccountName(name: string): string {
  return name.normalize('NFKC').replace(joiners, '').toUpperCase().toLowerCase().normalize('NFKC').trim()
}
