import { Refusal } from '../../core/errors.ts'

/** A key of `dialbook dev --key`: its dialect and its flags. */
export interface GivenKey {
  readonly dialect: string
  readonly flags: Readonly<Record<string, string | readonly string[]>>
}

/**
 * Reads a key in one text: `lox24:clientId=1234567,token=abc`. A flag that is repeated is a list. A comma in a value has a backslash
 * before it.
 *
 * @throws Refusal
 */
export function readKeyFlag(text: string): GivenKey {
  const colon = text.indexOf(':')
  const dialect = colon < 0 ? text : text.slice(0, colon)
  const pairs = colon < 0 ? [] : text.slice(colon + 1).split(/(?<!\\),/)
  const flags: Record<string, string | readonly string[]> = {}
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    // The text may be a secret that was written in a wrong way: it is not repeated.
    if (equals < 1) throw new Refusal('invalid_value', `--key ${dialect}:… must be flags such as token=abc`, 'key')
    const name = pair.slice(0, equals)
    const value = pair.slice(equals + 1).replaceAll('\\,', ',')
    const before = flags[name]
    flags[name] = before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value]
  }
  return { dialect, flags }
}
