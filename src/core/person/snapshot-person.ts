import type { Snapshot } from '../change/change.ts'
import type { PersonRecord } from './person.ts'

/** The state of a person as its changes keep it: without the hashes. */
export function snapshotPerson({
  id,
  accountId,
  name,
  role,
  enabled,
  invitedUntil,
  passwordHash,
}: PersonRecord): Snapshot {
  return { id, accountId, name, role, enabled, invitedUntil, hasPassword: passwordHash !== null }
}
