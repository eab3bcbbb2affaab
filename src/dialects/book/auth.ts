import type { FastifyRequest } from 'fastify'
import type { Core } from '../../core/core.ts'
import type { SignInRecord } from '../../core/credential/credential.ts'
import { signInByToken } from '../../core/credential/sign-in-by-token.ts'
import { credentialCaller } from '../../core/permission/callers.ts'
import { isAllowed } from '../../core/permission/must-be-allowed.ts'
import type { SignIns } from '../../core/sign-in/sign-ins.ts'
import { isInNetworks } from '../networks.ts'
import { addressOf } from '../request.ts'
import type { SignedIn } from '../wire.ts'
import { denials } from './errors.ts'
import type { BookOperation } from './operation.ts'
import { permissionsOf } from './permissions.ts'

/** The dialect's name: in credentials, changes and logs. */
export const dialectName = 'book'

/** A request that was let in, and its key. */
export interface Admitted extends SignedIn {
  readonly key: SignInRecord
}

/**
 * Lets a request in: its address, its key, its permission.
 *
 * @throws BookDenial 401 or 403.
 * @throws Slowed.
 */
export async function admit(
  core: Core,
  signIns: SignIns,
  request: FastifyRequest,
  operation: BookOperation | undefined,
): Promise<Admitted> {
  if (!(await isInNetworks(core, dialectName, request.ip))) throw denials.network()
  const secret = tokenOf(request.headers.authorization)
  if (secret === undefined) throw denials.noToken()
  const key = await signInByToken(core, signIns, { address: addressOf(request), secret })
  if (!key) throw denials.badToken()
  return admitKey(request, key, operation)
}

/**
 * Lets in a key that is known, where it has the permissions.
 *
 * @throws BookDenial 403.
 */
export function admitKey(request: FastifyRequest, key: SignInRecord, operation: BookOperation | undefined): Admitted {
  const caller = credentialCaller(key, dialectName, permissionsOf(key))
  request.notes.caller = caller
  if (!key.accountEnabled) throw denials.account()
  const missing = operation?.needs.find((permission) => !isAllowed(caller, permission))
  if (missing !== undefined) throw denials.permission(missing)
  return { caller, key }
}

/** The token of `Authorization: Bearer …` (RFC 6750 §2.1); undefined where none is presented. */
function tokenOf(header: string | undefined): string | undefined {
  return /^\s*bearer +([\x21-\x7e]+)\s*$/i.exec(header ?? '')?.[1]
}
