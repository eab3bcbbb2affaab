import type { FastifyRequest } from 'fastify'
import { addBlock } from '../../core/block/add-block.ts'
import { BadSignIns } from '../../core/block/bad-sign-ins.ts'
import type { BlockRule } from '../../core/block/block.ts'
import { findBlock } from '../../core/block/find-blocks.ts'
import type { Core } from '../../core/core.ts'
import { signInByToken } from '../../core/credential/sign-in-by-token.ts'
import { credentialCaller, serverItself } from '../../core/permission/callers.ts'
import { denials } from './errors.ts'
import { secretOf } from './keys.ts'
import { permissionsOf } from './permissions.ts'

/** The dialect's name: in credentials, changes, blocks and logs. */
export const dialectName = 'lox24'

/** Who looks at a request before anybody has signed in. */
const server = serverItself('sign-in', ['block.find', 'block.add'], dialectName)

/** Decides who is let in. One of them counts the bad sign-ins of its server. */
export interface Gate {
  /** @throws Denial 429 while the address is blocked. */
  checkAddress(request: FastifyRequest): Promise<void>
  /**
   * Signs a request in, and returns its client id.
   *
   * @throws Denial 401, 403, or 429 for the bad sign-in that is one too many.
   */
  admit(request: FastifyRequest): Promise<string>
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
        if (!badSignIns.isTooMany(addressOf(request), core.clock.now())) throw denials.credentials()
        await addBlock(core, server, dialectName, addressOf(request), rule.lasts)
        throw denials.blocked(Math.ceil(rule.lasts / 1000))
      }
      request.notes.caller = credentialCaller(record, dialectName, permissionsOf(record))
      if (!record.accountEnabled) throw denials.account()
      return clientId
    },
  }
}

/** `<client id>:<token>` in one header, or, as it was before 2021, the token there and the client id in another. */
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

/** The client's address; an IPv4 one in its own form, also where the server listens on IPv6. */
function addressOf(request: FastifyRequest): string {
  return request.ip.replace(/^::ffff:(?=[0-9.]+$)/i, '')
}
