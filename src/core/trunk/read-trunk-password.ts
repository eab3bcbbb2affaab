import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { secretMask } from '../extension/extension-secret.ts'
import { isAllowed } from '../permission/must-be-allowed.ts'
import type { Trunk } from './trunk.ts'

/**
 * The password of a trunk for a caller that may see secrets, the mask for any other. It is a part of answers, and no use case
 * by itself.
 */
export function readTrunkPassword(core: Core, caller: Caller, { sealedPassword }: Trunk): string {
  if (sealedPassword === null) return ''
  return isAllowed(caller, 'extension.reveal') ? core.vault.open(sealedPassword) : secretMask
}
