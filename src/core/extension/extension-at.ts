import type { Caller } from '../caller.ts'
import { stepsOf } from '../change/batch-change.ts'
import { stateAt } from '../change/state-at.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { orNothing } from '../or-nothing.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Extension } from './extension.ts'
import { findExtensionByNumber } from './find-extension-by-number.ts'

/**
 * An extension as it was at a past moment, without its secret. It is named by the number that it has, or had since then.
 *
 * @throws Refusal `not_found` where there was no such extension; `invalid_value` of `at` where the changes of that time are pruned.
 */
export async function extensionAt(core: Core, caller: Caller, number: string, at: number): Promise<Extension> {
  mustBeAllowed(caller, 'change.find')
  const state = await stateAt(
    core,
    caller,
    {
      nouns: ['extension', 'extensions'],
      stepsOf: (change) => (change.noun === 'extensions' ? stepsOf(change) : [change]),
      current: await orNothing(findExtensionByNumber(core, caller, number)),
      get: (id) => core.store.extensions.get(caller.accountId, { id }),
      isNamed: (extension) => extension.number === number,
    },
    at,
  )
  if (!state) throw new Refusal('not_found', `there was no extension '${number}' at that time`)
  return { ...state, sealedSecret: '', digest: '' } as unknown as Extension
}
