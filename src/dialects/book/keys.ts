import { Refusal } from '../../core/errors.ts'
import type { IssuedKey, KeyFlags, KeyForm } from '../key-form.ts'
import { allowedWords, everything } from './permissions.ts'

/** The characters of a token that is made up, behind its beginning: 238 bits. */
const tokenLength = 40

/** The beginning of every token that is made up: a token that was left lying about can be searched for by it. */
const beginning = 'dialbook_'

/** A bearer token with a name, by which people know it. */
export const keyForm: KeyForm = {
  curl: () => ["-H 'Authorization: Bearer KEY'"],
  flags: [
    { name: 'name', flag: '--name <name>', help: 'name of the key, unique in the book (made up when left out)' },
    { name: 'token', flag: '--token <token>', help: 'the bearer token (made up when left out)', secret: true },
    {
      name: 'allow',
      flag: '--allow <permission>',
      help: 'permission such as group.find, group.* or *; may be repeated (default: all)',
      many: true,
      known: allowedWords,
    },
  ],
  issue(given, ids): IssuedKey {
    const name = textOf(given, 'name', /^[\x21-\x7e]{1,64}$/, '1 to 64 characters of ASCII without spaces')
    const token = textOf(
      given,
      'token',
      /^[A-Za-z0-9._~+/-]{16,200}=*$/,
      'at least 16 of the characters A-Z a-z 0-9 . _ ~ + / -, as RFC 6750 has them',
    )
    const shown = token ?? `${beginning}${ids.secret(tokenLength)}`
    const permissions = Array.isArray(given.allow) && given.allow.length > 0 ? given.allow : everything
    return {
      credential: {
        scheme: 'token',
        username: name ?? `key-${ids.secret(6).toLowerCase()}`,
        token: shown,
        permissions,
      },
      show: { token: shown, header: `Authorization: Bearer ${shown}` },
    }
  },
}

function textOf(given: KeyFlags, name: string, form: RegExp, rule: string): string | undefined {
  const value = given[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !form.test(value)) {
    throw new Refusal('invalid_value', `--${name} must be ${rule}`, name)
  }
  return value
}
