import type { Caller, ServerCaller } from '../caller.ts'
import { onAccount, ownerCaller, personCaller } from '../permission/callers.ts'
import type { Person } from './person.ts'

/** The place where the calls of people come in. */
const origin = 'page'

/** An owner as a caller of the server; undefined for everybody else. */
export function serverCallerOf({ role, name }: Person): ServerCaller | undefined {
  return role === 'owner' ? ownerCaller(origin, name) : undefined
}

/** A person as a caller of one account: an owner of the one that is asked for, anybody else of the person's own. */
export function callerOfPerson({ accountId, name, role }: Person, wanted: number): Caller {
  if (role === 'owner' || accountId === null) return onAccount(ownerCaller(origin, name), wanted)
  return personCaller({ accountId, name, role }, origin)
}
