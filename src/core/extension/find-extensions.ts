import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Extension, ExtensionQuery } from './extension.ts'

/** The account's extensions that match, in the order in which they were added. */
export function findExtensions(core: Core, caller: Caller, query: ExtensionQuery): Promise<Extension[]> {
  mustBeAllowed(caller, 'extension.find')
  return core.store.extensions.find(caller.accountId, query)
}
