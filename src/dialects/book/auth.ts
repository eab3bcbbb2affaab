import type { FastifyRequest } from 'fastify'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import type { SignInRecord } from '../../core/credential/credential.ts'
import { signInByToken } from '../../core/credential/sign-in-by-token.ts'
import { credentialCaller } from '../../core/permission/callers.ts'
import { isAllowed } from '../../core/permission/must-be-allowed.ts'
import { accountsOfPerson } from '../../core/person/accounts-of-person.ts'
import {
  accountCookie,
  cookieIn,
  isPrivateWay,
  isSentFromHere,
  isWriteToken,
  sessionCookie,
  writeTokenOf,
} from '../../core/person/browser.ts'
import { callerOfPerson } from '../../core/person/caller-of-person.ts'
import { findSession } from '../../core/person/find-session.ts'
import type { SignIns } from '../../core/sign-in/sign-ins.ts'
import { isInNetworks } from '../networks.ts'
import { addressOf } from '../request.ts'
import type { SignedIn } from '../wire.ts'
import { denials } from './errors.ts'
import type { BookOperation, SessionPerson } from './operation.ts'
import { permissionsOf } from './permissions.ts'

/** The dialect's name: in credentials, changes and logs. */
export const dialectName = 'book'

/** A request that was let in, and its key or its person. */
export interface Admitted extends SignedIn {
  readonly key: SignInRecord | undefined
  readonly person: SessionPerson | undefined
}

/**
 * Lets a request in: its address, its key or its session, its permission.
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
  const session = cookieIn(request.headers.cookie, sessionCookie)
  if (secret === undefined && session !== undefined) return admitPerson(core, request, session, operation)
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
  mustHave(caller, operation)
  return { caller, key, person: undefined }
}

/**
 * Lets in a person by the session of the page, under its guards: it travels on a private way only, and a write must come from this
 * server and bring the token of the session along.
 *
 * @throws BookDenial 401 or 403.
 */
async function admitPerson(
  core: Core,
  request: FastifyRequest,
  session: string,
  operation: BookOperation | undefined,
): Promise<Admitted> {
  if (!isPrivateWay(request.protocol, request.socket.localAddress)) throw denials.openWay()
  const who = await findSession(core, session)
  if (!who) throw denials.noSession()
  const accounts = await accountsOfPerson(core, who.person)
  const wanted = cookieIn(request.headers.cookie, accountCookie)
  const account = accounts.find(({ id }) => String(id) === wanted) ?? accounts[0]
  if (!account) throw denials.noAccount()
  const caller = callerOfPerson(who.person, account.id)
  request.notes.caller = caller
  const token = writeTokenOf(session, core)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const { origin, 'sec-fetch-site': site } = request.headers
    const own = `${request.protocol}://${request.host}`
    const isOwn = isSentFromHere({ own, origin, site }) && isWriteToken(request.headers[tokenHeader], token, core)
    if (!isOwn) throw denials.forged()
  }
  mustHave(caller, operation)
  return { caller, key: undefined, person: { name: who.person.name, role: who.person.role, token } }
}

function mustHave(caller: Caller, operation: BookOperation | undefined): void {
  const missing = operation?.needs.find((permission) => !isAllowed(caller, permission))
  if (missing !== undefined) throw denials.permission(missing)
}

/** The header that brings the token of a session along. */
const tokenHeader = 'x-dialbook-token'

/** The token of `Authorization: Bearer …` (RFC 6750 §2.1); undefined where none is presented. */
function tokenOf(header: string | undefined): string | undefined {
  return /^\s*bearer +([\x21-\x7e]+)\s*$/i.exec(header ?? '')?.[1]
}
