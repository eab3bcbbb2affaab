import type { FastifyRequest } from 'fastify'
import type { BlockRule } from '../../core/block/block.ts'
import type { Core } from '../../core/core.ts'
import type { SignInRecord } from '../../core/credential/credential.ts'
import { signInByToken } from '../../core/credential/sign-in-by-token.ts'
import { Slowed } from '../../core/errors.ts'
import { credentialCaller, nobodyAt } from '../../core/permission/callers.ts'
import { SignIns } from '../../core/sign-in/sign-ins.ts'
import { addressOf } from '../request.ts'
import type { SignedIn } from '../wire.ts'
import { denials } from './errors.ts'
import { clientIdOf, secretOf } from './keys.ts'
import { permissionsOf } from './permissions.ts'

/** The dialect's name: in credentials, changes, blocks and logs. */
export const dialectName = 'lox24'

/** A request that was let in, and the client id of its key; empty where nobody has to sign in. */
export interface Admitted extends SignedIn {
  readonly clientId: string
}

/** The pass of a request that needs no signing in: somebody without any data. */
export const nobody: Admitted = { caller: nobodyAt(dialectName), clientId: '' }

/** The gate decides who is let in. A server has one, which counts its bad sign-ins. */
export interface Gate {
  /** @throws Slowed while the address is blocked. */
  checkAddress(request: FastifyRequest): Promise<void>
  /**
   * Signs a request in.
   *
   * @throws Lox24Denial 401 or 403. The bad sign-in that is one too many is 401 as well: its address is blocked for
   * later requests.
   * @throws Slowed while the client id is slowed.
   */
  admit(request: FastifyRequest): Promise<Admitted>
}

/** Makes the gate of a server. */
export function makeGate(core: Core, rule: BlockRule): Gate {
  const signIns = new SignIns(core, dialectName, { blocks: rule })
  return {
    async checkAddress(request) {
      const block = await signIns.blockOf(addressOf(request))
      if (block) throw new Slowed('the address is blocked', block.until - core.clock.now())
    },

    async admit(request) {
      const { clientId, token } = presentedBy(request)
      if (token === '') throw denials.credentials()
      const record = await signInByToken(core, signIns, {
        address: addressOf(request),
        ...(clientId !== '' && { name: ['client', clientId] as const }),
        secret: secretOf(clientId, token),
      })
      if (!record) throw denials.credentials()
      return admitKey(request, record, clientId)
    },
  }
}

/**
 * Lets in a key that is known.
 *
 * @throws Lox24Denial 403 where its account is disabled.
 */
export function admitKey(request: FastifyRequest, key: SignInRecord, clientId = clientIdOf(key)): Admitted {
  const caller = credentialCaller(key, dialectName, permissionsOf(key))
  request.notes.caller = caller
  if (!key.accountEnabled) throw denials.account()
  return { caller, clientId }
}

/**
 * The credentials of a request: `<client id>:<token>` in one header, or, as it was before 2021, the token in that
 * header and the client id in another.
 */
function presentedBy(request: FastifyRequest): { readonly clientId: string; readonly token: string } {
  const key = header(request, 'x-lox24-auth-token')
  const colon = key.indexOf(':')
  if (colon >= 0) return { clientId: key.slice(0, colon), token: key.slice(colon + 1) }
  return { clientId: header(request, 'x-lox24-client-id'), token: key }
}

function header(request: FastifyRequest, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value.trim() : ''
}
