import type { FastifyRequest } from 'fastify'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { permits, type SignInRecord } from '../../core/credential/credential.ts'
import { type Presented, signIn } from '../../core/credential/sign-in.ts'
import { credentialCaller } from '../../core/permission/callers.ts'
import type { SignIns } from '../../core/sign-in/sign-ins.ts'
import { isInNetworks } from '../networks.ts'
import { addressOf } from '../request.ts'
import { denials } from './errors.ts'
import { permissionsOf } from './permissions.ts'

/** The dialect's name: in credentials, changes and logs. */
export const dialectName = 'simotel'

/**
 * Lets a request in: its address, its credentials, its permission, in the order in which the vendor's table names them.
 *
 * @throws Denial 401 or 403.
 * @throws Slowed.
 */
export async function admit(
  core: Core,
  signIns: SignIns,
  request: FastifyRequest,
  permission: string | null,
): Promise<Caller> {
  if (!(await isInNetworks(core, dialectName, request.ip))) throw denials.network(request.ip)
  const presented = presentedBy(request)
  if (!presented) throw denials.noCredentials()
  const credential = await signIn(core, signIns, addressOf(request), presented)
  if (!credential) throw denials.badCredentials()
  return admitKey(request, credential, permission)
}

/**
 * Lets in a key that is known, where it has the permission.
 *
 * @throws Denial 403.
 */
export function admitKey(request: FastifyRequest, credential: SignInRecord, permission: string | null): Caller {
  const caller = credentialCaller(credential, dialectName, permissionsOf(credential))
  request.notes.caller = caller
  if (permission !== null && !permits(credential.permissions, permission)) throw denials.permission(permission)
  return caller
}

/**
 * The credentials of a request: Basic, a key, or both. Undefined when there is neither; an empty key counts as none.
 */
function presentedBy(request: FastifyRequest): Presented | undefined {
  const basic = basicOf(request.headers.authorization)
  const header = request.headers['x-apikey']
  const token = typeof header === 'string' ? header.trim() : ''
  if (!basic && token === '') return undefined
  return { ...(basic && { basic }), ...(token !== '' && { token }) }
}

/**
 * The user name and the password of Basic. Node decodes base64 with and without its padding, and clients send both
 * forms.
 */
function basicOf(header: string | undefined): Presented['basic'] {
  const encoded = /^\s*basic\s+(\S*)\s*$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon < 0) return { username: decoded, password: '' }
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) }
}
