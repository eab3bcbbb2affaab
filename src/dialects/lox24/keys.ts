import { randomBytes, randomInt } from 'node:crypto'
import { Refusal } from '../../core/errors.ts'
import type { IssuedKey, KeyForm } from '../key-form.ts'

/** An API key as the vendor's customers have it: a customer number and 32 hexadecimal digits. */
export const keyForm: KeyForm = {
  curl: (key) => [`-H 'X-LOX24-AUTH-TOKEN: ${clientIdOf(key)}:KEY'`],
  flags: [
    { name: 'clientId', flag: '--client-id <number>', help: 'client id, the customer number (made up when left out)' },
    { name: 'token', flag: '--token <token>', help: 'API key (made up when left out)', secret: true },
  ],
  issue(given, ids): IssuedKey {
    const clientId = given.clientId ?? String(randomInt(1_000_000, 10_000_000))
    const token = given.token ?? randomBytes(16).toString('hex')
    if (typeof clientId !== 'string' || !/^[1-9][0-9]{0,9}$/.test(clientId)) {
      throw new Refusal('invalid_value', '--client-id must be a number of 1 to 10 digits', 'clientId')
    }
    if (typeof token !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(token)) {
      throw new Refusal('invalid_value', '--token must be 1 to 200 characters of ASCII without spaces', 'token')
    }
    return {
      credential: {
        scheme: 'token',
        // The name tells an operator whose key it is. Nobody signs in by it, and a client may have several keys.
        username: `${clientId}-${ids.secret(4).toLowerCase()}`,
        token: secretOf(clientId, token),
      },
      show: { clientId, token, header: `X-LOX24-AUTH-TOKEN: ${clientId}:${token}` },
    }
  },
}

/** The secret that a key is known by. It has both parts, since a token belongs to one client. */
export function secretOf(clientId: string, token: string): string {
  return `${clientId}:${token}`
}

/** The client id of a key, with which its name begins. */
export function clientIdOf({ username }: { readonly username: string | null }): string {
  return username?.split('-')[0] ?? ''
}
