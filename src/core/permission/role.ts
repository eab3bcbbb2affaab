import { accountPermissions, type Permission, serverPermissions } from './permission.ts'

/**
 * The role of a person: the owner of the server, the administrator of one account, or a reader of one account. A reader
 * changes nothing and sees no secret.
 */
export type Role = 'owner' | 'administrator' | 'reader'

const permissions: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set([...accountPermissions, ...serverPermissions]),
  administrator: new Set(accountPermissions),
  reader: new Set(accountPermissions.filter((permission) => permission.endsWith('.find'))),
}

/** All that a role allows. */
export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return permissions[role]
}
