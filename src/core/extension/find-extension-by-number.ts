import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Extension } from './extension.ts'

/**
 * The account's extension with this number.
 *
 * @throws Refusal `not_found`.
 */
export async function findExtensionByNumber(core: Core, caller: Caller, number: string): Promise<Extension> {
  mustBeAllowed(caller, 'extension.find')
  const [found] = await core.store.extensions.find(caller.accountId, { number: { text: number, alike: false } })
  return mustExist(found, `extension as '${number}'; \`dialbook extensions list\` names those that there are`)
}
