import { Refusal } from '../errors.ts'

/** Characters of a name at the most. */
const longest = 64

/** They join letters, or keep them apart, in the scripts that need it, and are not seen by themselves. */
const joiners = /[\u200c\u200d]/g

/**
 * The name as it is kept: without the space around it.
 *
 * @throws Refusal `invalid_value` of `name` when it is empty, too long, or has characters that cannot be printed.
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

/** What tells names apart: `Straße` and `STRASSE` are one, and so are the two ways to write an `é`. */
export function foldAccountName(name: string): string {
  return name.normalize('NFKC').replace(joiners, '').toUpperCase().toLowerCase().normalize('NFKC').trim()
}
