import type { SignInScheme } from '../../core/credential/credential.ts'
import { Refusal } from '../../core/errors.ts'
import type { IssuedKey, KeyFlags, KeyForm } from '../key-form.ts'
import { permissionPaths } from './permission-paths.ts'

/** The length of the vendor's own keys. */
const tokenLength = 50

/** An API account as the vendor's `Maintenance > API Accounts` has it. */
export const keyForm: KeyForm = {
  curl: ({ scheme, username }) => [
    ...(scheme === 'token' ? [] : [`-u '${username}:PASSWORD'`]),
    ...(scheme === 'basic' ? [] : ["-H 'X-APIKEY: KEY'"]),
  ],
  flags: [
    { name: 'username', flag: '--username <name>', help: 'user name for Basic (made up when left out)' },
    {
      name: 'password',
      flag: '--password <password>',
      help: 'password for Basic (made up when left out)',
      secret: true,
    },
    { name: 'token', flag: '--token <token>', help: 'value of X-APIKEY (made up when left out)', secret: true },
    {
      name: 'auth',
      flag: '--auth <scheme>',
      help: 'what a request must present: basic, token or both (default: what the other flags name, else both)',
    },
    {
      name: 'allow',
      flag: '--allow <path>',
      help: 'permission such as /pbx/users/add or /autodialer/groups/*; may be repeated (default: all)',
      many: true,
      known: permissionPaths,
    },
    { name: 'revealSecrets', flag: '--reveal-secrets', help: 'show SIP secrets in pbx/users/search' },
  ],
  issue(given, ids): IssuedKey {
    const scheme = schemeOf(given)
    const permissions = permissionsOf(given)
    const basic = scheme !== 'token' && {
      username: stringOf(given, 'username') ?? `user-${ids.secret(6).toLowerCase()}`,
      password: stringOf(given, 'password') ?? ids.secret(20),
    }
    const key = scheme !== 'basic' && { token: stringOf(given, 'token') ?? ids.secret(tokenLength) }
    return {
      credential: { scheme, permissions, revealsSecrets: given.revealSecrets === true, ...basic, ...key },
      show: { auth: scheme, ...basic, ...key },
    }
  },
}

function schemeOf(given: KeyFlags): SignInScheme {
  const wantsBasic = given.username !== undefined || given.password !== undefined
  const wantsToken = given.token !== undefined
  const scheme = given.auth ?? (wantsBasic && !wantsToken ? 'basic' : wantsToken && !wantsBasic ? 'token' : 'both')
  if (scheme !== 'basic' && scheme !== 'token' && scheme !== 'both') {
    throw new Refusal('invalid_value', '--auth must be basic, token or both', 'auth')
  }
  if (scheme === 'basic' && wantsToken) throw contradiction('token', 'basic')
  if (scheme === 'token' && wantsBasic) throw contradiction('username and --password', 'token')
  return scheme
}

function contradiction(flag: string, scheme: string): Refusal {
  return new Refusal('invalid_value', `--${flag} does not go with --auth ${scheme}`, 'auth')
}

function permissionsOf(given: KeyFlags): readonly string[] {
  const permissions = Array.isArray(given.allow) ? (given.allow as readonly string[]) : []
  const wrong = permissions.find((path) => !/^\/([a-z0-9_]+\/)*([a-z0-9_]+|\*)$/.test(path))
  if (wrong !== undefined) {
    throw new Refusal('invalid_value', `--allow ${wrong} is no path such as /pbx/users/add or /autodialer/groups/*`)
  }
  return permissions
}

function stringOf(given: KeyFlags, name: string): string | undefined {
  const value = given[name]
  if (value === '') throw new Refusal('invalid_value', `--${name} must not be empty`, name)
  return typeof value === 'string' ? value : undefined
}
