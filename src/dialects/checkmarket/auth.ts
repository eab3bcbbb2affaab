import type { FastifyRequest } from 'fastify'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { permits, type SignInRecord } from '../../core/credential/credential.ts'
import { signInWithMasterKey } from '../../core/credential/sign-in-with-master-key.ts'
import { credentialCaller } from '../../core/permission/callers.ts'
import type { SignIns } from '../../core/sign-in/sign-ins.ts'
import { addressOf } from '../request.ts'
import { denials } from './errors.ts'
import { permissionsOf, type Role } from './permissions.ts'

/** The dialect's name: in credentials, changes and logs. */
export const dialectName = 'checkmarket'

/**
 * Lets a request in by both keys, then by the role. The credential is noted for the log before anything is refused,
 * since the vendor logs requests with a key that is no longer active as well.
 *
 * @throws Denial 401 or 403.
 * @throws Slowed.
 */
export async function admit(core: Core, signIns: SignIns, request: FastifyRequest, role: Role | null): Promise<Caller> {
  const key = headerOf(request, 'x-key')
  const masterKey = headerOf(request, 'x-master-key')
  if (key === '' || masterKey === '') throw denials.unauthorized('send both X-Master-Key and X-Key')
  const holder = await signInWithMasterKey(core, signIns, { address: addressOf(request), key, masterKey })
  if (!holder) throw denials.unauthorized('nobody has this X-Key')
  const { credential, problem } = holder
  if (problem !== null) {
    request.notes.caller = credentialCaller(credential, dialectName, permissionsOf(credential))
    throw denials.unauthorized(problem)
  }
  return admitKey(request, credential, role)
}

/**
 * Lets in a key that is known, where it has the role.
 *
 * @throws Denial 403.
 */
export function admitKey(request: FastifyRequest, credential: SignInRecord, role: Role | null): Caller {
  const caller = credentialCaller(credential, dialectName, permissionsOf(credential))
  request.notes.caller = caller
  if (role !== null && !permits(credential.permissions, role)) throw denials.role(role)
  return caller
}

function headerOf(request: FastifyRequest, name: string): string {
  const header = request.headers[name]
  return typeof header === 'string' ? header.trim() : ''
}
