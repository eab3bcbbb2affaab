import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type Person, shownPerson } from './person.ts'

/** Everybody who may use the page, in the order in which they were added. */
export async function findPeople(core: Core, caller: ServerCaller): Promise<Person[]> {
  mustBeAllowed(caller, 'person.find')
  return (await core.store.people.all()).map(shownPerson)
}
