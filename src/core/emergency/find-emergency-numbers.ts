import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** The numbers that always go out, in order. */
export function findEmergencyNumbers(core: Core, caller: Caller): Promise<string[]> {
  mustBeAllowed(caller, 'emergency.find')
  return core.store.emergencyNumbers.listed(caller.accountId)
}
