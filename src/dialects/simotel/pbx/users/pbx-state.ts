import type { Core } from '../../../../core/core.ts'
import type { Extension } from '../../../../core/extension/extension.ts'
import { Annotated, type Envelope } from '../../envelope.ts'

/**
 * Puts two headers of our own beside the answer to a write. `Dialbook-PBX` says whether the PBX still has registrations
 * that hold no more. `Dialbook-Reason` holds the remarks on values that were taken all the same: a weak secret, options
 * without effect.
 */
export async function withPbxState(
  core: Core,
  extension: Extension,
  envelope: Envelope,
  ...remarks: readonly (string | undefined)[]
): Promise<Annotated> {
  const state = await core.registrations.settled(extension)
  const told = remarks.filter((remark) => remark !== undefined).join('; ')
  return new Annotated(envelope, { 'Dialbook-PBX': state, ...(told !== '' && { 'Dialbook-Reason': told }) })
}
