import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Extension } from './extension.ts'
import { secretMask } from './extension-secret.ts'

/** The SIP secret for a caller that may see it, the mask for any other. */
export function readSecret(core: Core, caller: Caller, extension: Extension): string {
  return caller.maySeeSecrets ? core.vault.open(extension.sealedSecret) : secretMask
}
