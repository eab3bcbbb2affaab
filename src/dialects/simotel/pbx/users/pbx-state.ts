import type { Core } from '../../../../core/core.ts'
import type { Extension } from '../../../../core/extension/extension.ts'
import { Annotated, type Envelope } from '../../envelope.ts'

/**
 * Says beside the answer to a write whether the PBX is done with what held before (`Dialbook-PBX`), and what is to be said
 * about what was taken all the same (`Dialbook-Reason`): a weak secret, options without effect.
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
