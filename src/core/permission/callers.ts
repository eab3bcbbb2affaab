import type { Caller, ClientRules, ServerCaller } from '../caller.ts'
import type { Permission } from './permission.ts'
import { permissionsOf, type Role } from './role.ts'

/** The owner of the server. At the command line `name` is that of the system user; `null` where the system has none. */
export function ownerCaller(origin: string, name: string | null): ServerCaller {
  return { accountId: null, credentialId: null, name, origin, permissions: permissionsOf('owner') }
}

/** A caller of the server, asking for the things of one account. Its permissions stay as they are. */
export function onAccount(owner: ServerCaller, accountId: number): Caller {
  return { ...owner, accountId }
}

/** A person of one account. */
export interface Person {
  readonly accountId: number
  readonly name: string
  readonly role: Exclude<Role, 'owner'>
}

/** A person as a caller, for the things of the person's account. */
export function personCaller({ accountId, name, role }: Person, origin: string): Caller {
  return { accountId, credentialId: null, name, origin, permissions: permissionsOf(role) }
}

/**
 * A credential as a caller, once it has signed in. The dialect has mapped its vendor's permissions to `permissions`.
 */
export function credentialCaller(
  credential: { readonly id: number; readonly accountId: number; readonly bodiesUntil?: number } & Partial<ClientRules>,
  origin: string,
  permissions: ReadonlySet<Permission>,
): Caller {
  const { id: credentialId, accountId, bodiesUntil = 0, requiresMatch = false, sameBodyWithin = null } = credential
  const trace = { bodiesUntil, change: null }
  const caller: Caller = { accountId, credentialId, name: null, origin, permissions, trace }
  return requiresMatch || sameBodyWithin !== null ? { ...caller, asks: { requiresMatch, sameBodyWithin } } : caller
}

/** A caller that has not signed in, for calls that are open to everybody. It may do nothing in the book. */
export function nobodyAt(origin: string): Caller {
  return { accountId: 0, credentialId: null, name: null, origin, permissions: new Set() }
}

/**
 * The server itself at some work of its own, with the permissions that the work needs and no more: `planned deletions`
 * may remove groups.
 */
export function serverItself(work: string, permissions: readonly Permission[], origin = 'worker'): ServerCaller {
  return { accountId: null, credentialId: null, name: work, origin, permissions: new Set(permissions) }
}
