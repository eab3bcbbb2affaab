import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * The moment of a change of the account, for reads of what was there behind it.
 *
 * @throws Refusal `invalid_value` of `at` where the account has no such change.
 */
export async function momentOfChange(core: Core, caller: Caller, number: number): Promise<number> {
  mustBeAllowed(caller, 'change.find')
  const change = await core.store.changes.get(number)
  if (change?.accountId !== caller.accountId) {
    throw new Refusal('invalid_value', `at names no change: there is none with the number ${number}`, 'at')
  }
  return change.at
}
