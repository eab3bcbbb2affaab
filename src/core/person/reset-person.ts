import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Invited } from './add-person.ts'
import { changePerson } from './change-person.ts'
import { makeInvitation } from './invitation.ts'

/**
 * Invites a person anew: the password of before is forgotten, all sessions end, and a new password is chosen by the invitation.
 *
 * @throws Refusal `not_found`.
 */
export async function resetPerson(core: Core, caller: ServerCaller, name: string): Promise<Invited> {
  mustBeAllowed(caller, 'person.update')
  const { key, ...invitation } = makeInvitation(core)
  const person = await changePerson(core, caller, name, 'update', (before) => ({
    ...before,
    ...invitation,
    passwordHash: null,
  }))
  return { person, key }
}
