import type { Snapshot } from '../change/change.ts'
import type { Credential } from './credential.ts'
import type { ShownCredential } from './find-credentials.ts'

/** The state of a credential as its changes keep it: without the hashes of its secrets. */
export function snapshotCredential(credential: Credential | ShownCredential): Snapshot {
  const {
    passwordHash: _password,
    tokenHash: _token,
    ...state
  } = { passwordHash: null, tokenHash: null, ...credential }
  return state
}
