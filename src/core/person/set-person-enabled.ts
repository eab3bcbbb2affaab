import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { changePerson } from './change-person.ts'
import type { Person } from './person.ts'

/**
 * Enables or disables a person. All sessions of the person end.
 *
 * @throws Refusal `not_found`.
 */
export async function setPersonEnabled(
  core: Core,
  caller: ServerCaller,
  name: string,
  enabled: boolean,
): Promise<Person> {
  mustBeAllowed(caller, 'person.update')
  return changePerson(core, caller, name, enabled ? 'enable' : 'disable', (person) => ({ ...person, enabled }))
}
