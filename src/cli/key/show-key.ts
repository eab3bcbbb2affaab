import type { Credential } from '../../core/credential/credential.ts'
import type { ShownCredential } from '../../core/credential/find-credentials.ts'
import { snapshotCredential } from '../../core/credential/snapshot-credential.ts'
import { isoTime } from '../table.ts'

/** A credential as `--json` prints it: without its hashes. */
export function showKey(credential: Credential | ShownCredential): object {
  return { ...snapshotCredential(credential), createdAt: isoTime(credential.createdAt) }
}
