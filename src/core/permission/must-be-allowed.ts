import type { AnyCaller } from '../caller.ts'
import { Refusal } from '../errors.ts'
import type { Permission } from './permission.ts'

/** Whether the caller has the permission. */
export function isAllowed(caller: Pick<AnyCaller, 'permissions'>, permission: Permission): boolean {
  return caller.permissions.has(permission)
}

/**
 * Refuses a caller that lacks the permission. Every use case begins with this, before it reads anything.
 *
 * @throws Refusal `forbidden`.
 */
export function mustBeAllowed(caller: Pick<AnyCaller, 'permissions'>, permission: Permission): void {
  if (!isAllowed(caller, permission)) throw new Refusal('forbidden', `not allowed: ${permission}`)
}
