import { Refusal } from '../../core/errors.ts'
import type { IssuedKey, KeyFlags, KeyForm } from '../key-form.ts'
import type { Role } from './permissions.ts'

/** The length of a key: long enough that nobody guesses one. The vendor's own form is not documented. */
const keyLength = 40

const roles: readonly string[] = ['Contacts (read)', 'Contacts (write)'] satisfies Role[]

/** A key as the vendor's `Account > Keys` has it: the account's master key, a key of its own, and roles. */
export const keyForm: KeyForm = {
  curl: () => ["-H 'X-Master-Key: MASTER-KEY'", "-H 'X-Key: KEY'"],
  flags: [
    {
      name: 'masterKey',
      flag: '--master-key <key>',
      help: 'value of X-Master-Key; leave it out where the account has one (made up when it has none)',
      secret: true,
    },
    { name: 'key', flag: '--key <key>', help: 'value of X-Key (made up when left out)', secret: true },
    {
      name: 'role',
      flag: '--role <role>',
      help: `'Contacts (read)' or 'Contacts (write)'; may be repeated (default: both)`,
      many: true,
    },
  ],
  issue(given, ids, { hasMasterKey }): IssuedKey {
    const key = stringOf(given, 'key') ?? ids.secret(keyLength)
    const masterKey = stringOf(given, 'masterKey') ?? (hasMasterKey ? undefined : ids.secret(keyLength))
    const permissions = rolesOf(given)
    return {
      credential: { scheme: 'token', token: key, permissions, ...(masterKey !== undefined && { masterKey }) },
      show: { ...(masterKey !== undefined && { masterKey }), key, roles: permissions.join(', ') },
    }
  },
}

function rolesOf(given: KeyFlags): readonly string[] {
  const wanted = Array.isArray(given.role) ? (given.role as readonly string[]) : []
  const unknown = wanted.find((role) => !roles.includes(role))
  if (unknown !== undefined) throw new Refusal('invalid_value', `--role must be ${roles.join(' or ')}`, 'role')
  return wanted.length > 0 ? wanted : roles
}

function stringOf(given: KeyFlags, name: string): string | undefined {
  const value = given[name]
  if (typeof value !== 'string') return undefined
  if (!/^[\x21-\x7e]{1,200}$/.test(value)) {
    throw new Refusal('invalid_value', `--${name} must be 1 to 200 characters that a header can hold`, name)
  }
  return value
}
