import type { Caller, ServerCaller } from '../caller.ts'
import type { Permission } from './permission.ts'
import { permissionsOf, type Role } from './role.ts'

/** The owner of the server. At the command line `name` is the system user's; `null` where that has none. */
export function ownerCaller(origin: string, name: string | null): ServerCaller {
  return { accountId: null, credentialId: null, name, origin, permissions: permissionsOf('owner') }
}

/** The owner of the server, asking for the things of one account. */
export function onAccount(owner: ServerCaller, accountId: number): Caller {
  return { ...owner, accountId }
}

/** Somebody of one account. */
export interface Person {
  readonly accountId: number
  readonly name: string
  readonly role: Exclude<Role, 'owner'>
}

/** A person, asking for the things of the person's account. */
export function personCaller({ accountId, name, role }: Person, origin: string): Caller {
  return { accountId, credentialId: null, name, origin, permissions: permissionsOf(role) }
}

/** A credential that has signed in, with what its dialect maps its permissions to. */
export function credentialCaller(
  credential: { readonly id: number; readonly accountId: number },
  origin: string,
  permissions: ReadonlySet<Permission>,
): Caller {
  return { accountId: credential.accountId, credentialId: credential.id, name: null, origin, permissions }
}

/** Somebody who has not signed in, and need not for what belongs to nobody. */
export function nobodyAt(origin: string): Caller {
  return { accountId: 0, credentialId: null, name: null, origin, permissions: new Set() }
}

/** The server itself at some work of its own, which may do that and no more: `planned deletions` may remove groups. */
export function serverItself(work: string, permissions: readonly Permission[], origin = 'worker'): ServerCaller {
  return { accountId: null, credentialId: null, name: work, origin, permissions: new Set(permissions) }
}
