import type { Snapshot } from '../change/change.ts'
import type { Credential } from './credential.ts'

/** The state of a credential as its changes keep it: without the hashes, which nobody needs to see twice. */
export function snapshotCredential(credential: Credential): Snapshot {
  const { passwordHash: _password, tokenHash: _token, ...state } = credential
  return state
}
