import { type Credential, permits } from '../core/credential/credential.ts'
import type { Permission } from '../core/permission/permission.ts'

/** The members of a credential that decide its permissions. */
type Permitted = Pick<Credential, 'permissions' | 'revealsSecrets'>

/**
 * Turns a vendor's permissions into those of the book, by a table of what each of the vendor's allows. What a credential may
 * do is found once and kept as long as the credential is in memory, which is until somebody writes a credential.
 */
export function permissionMap(
  table: Readonly<Record<string, readonly Permission[]>>,
): (credential: Permitted) => ReadonlySet<Permission> {
  const known = new WeakMap<Permitted, ReadonlySet<Permission>>()
  return (credential) => {
    let permissions = known.get(credential)
    if (!permissions) {
      const covered = Object.entries(table).flatMap(([name, allowed]) =>
        permits(credential.permissions, name) ? allowed : [],
      )
      permissions = new Set(credential.revealsSecrets ? [...covered, 'extension.reveal'] : covered)
      known.set(credential, permissions)
    }
    return permissions
  }
}
