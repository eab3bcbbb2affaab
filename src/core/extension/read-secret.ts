import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { isAllowed } from '../permission/must-be-allowed.ts'
import type { Extension } from './extension.ts'
import { secretMask } from './extension-secret.ts'

/**
 * The SIP secret for a caller that may see it, the mask for any other. It is a part of answers, and no use case by
 * itself.
 */
export function readSecret(core: Core, caller: Caller, extension: Extension): string {
  return isAllowed(caller, 'extension.reveal') ? core.vault.open(extension.sealedSecret) : secretMask
}
