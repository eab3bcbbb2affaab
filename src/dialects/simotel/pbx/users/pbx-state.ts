import type { Core } from '../../../../core/core.ts'
import type { Extension } from '../../../../core/extension/extension.ts'
import { Annotated, type Envelope } from '../../envelope.ts'

/**
 * Says beside the answer to a write whether the PBX is done with what held before (`Dialbook-PBX`), and what is weak about
 * the secret that was taken all the same (`Dialbook-Reason`).
 */
export async function withPbxState(
  core: Core,
  extension: Extension,
  envelope: Envelope,
  weakness?: string,
): Promise<Annotated> {
  const state = await core.registrations.settled(extension)
  return new Annotated(envelope, {
    'Dialbook-PBX': state,
    ...(weakness !== undefined && { 'Dialbook-Reason': weakness }),
  })
}
