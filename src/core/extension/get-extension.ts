import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Extension, ExtensionRef } from './extension.ts'

/**
 * The account's extension with that id.
 *
 * @throws Refusal `not_found`.
 */
export async function getExtension(core: Core, caller: Caller, ref: ExtensionRef): Promise<Extension> {
  mustBeAllowed(caller, 'extension.find')
  return mustExist(await core.store.extensions.get(caller.accountId, ref), 'extension')
}
