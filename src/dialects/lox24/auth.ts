import type { FastifyRequest } from 'fastify'
import { addBlock } from '../../core/block/add-block.ts'
import { BadSignIns } from '../../core/block/bad-sign-ins.ts'
import type { BlockRule } from '../../core/block/block.ts'
import { findBlock } from '../../core/block/find-blocks.ts'
import type { Core } from '../../core/core.ts'
import { signInByToken } from '../../core/credential/sign-in-by-token.ts'
import { credentialCaller, nobodyAt, serverItself } from '../../core/permission/callers.ts'
import type { SignedIn } from '../wire.ts'
import { denials } from './errors.ts'
import { secretOf } from './keys.ts'
import { permissionsOf } from './permissions.ts'

/** The dialect's name: in credentials, changes, blocks and logs. */
export const dialectName = 'lox24'

/** A request that was let in, and the client id of its key; empty where nobody has to sign in. */
export interface Admitted extends SignedIn {
  readonly clientId: string
}

/** The pass of a request that needs no signing in: somebody without any data. */
export const nobody: Admitted = { caller: nobodyAt(dialectName), clientId: '' }

/** The caller that looks at a request before anybody has signed in. */
const server = serverItself('sign-in', ['block.find', 'block.add'], dialectName)

/** The gate decides who is let in. A server has one, which counts its bad sign-ins. */
export interface Gate {
  /** @throws Lox24Denial 429 while the address is blocked. */
  checkAddress(request: FastifyRequest): Promise<void>
  /**
   * Signs a request in.
   *
   * @throws Lox24Denial 401 or 403. The bad sign-in that is one too many is 401 as well: its address is blocked for
   * later requests.
   */
  admit(request: FastifyRequest): Promise<Admitted>
}

/** Makes the gate of a server. */
export function makeGate(core: Core, rule: BlockRule): Gate {
  const badSignIns = new BadSignIns(rule)
  return {
    async checkAddress(request) {
      const block = await findBlock(core, server, dialectName, addressOf(request))
      if (block) throw denials.blocked(Math.ceil((block.until - core.clock.now()) / 1000))
    },

    async admit(request) {
      const { clientId, token } = presentedBy(request)
      if (token === '') throw denials.credentials()
      const record = await signInByToken(core, dialectName, secretOf(clientId, token))
      if (!record) {
        const address = addressOf(request)
        if (badSignIns.isTooMany(address, core.clock.now())) {
          await addBlock(core, server, dialectName, address, rule.lasts)
        }
        throw denials.credentials()
      }
      const caller = credentialCaller(record, dialectName, permissionsOf(record))
      request.notes.caller = caller
      if (!record.accountEnabled) throw denials.account()
      return { caller, clientId }
    },
  }
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

/**
 * The address of the client. An IPv4 address has its own form, also where the server listens on IPv6: `::ffff:10.0.0.1`
 * → `10.0.0.1`.
 */
function addressOf(request: FastifyRequest): string {
  return request.ip.replace(/^::ffff:(?=[0-9.]+$)/i, '')
}
