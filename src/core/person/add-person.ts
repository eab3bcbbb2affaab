import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Role } from '../permission/role.ts'
import { makeInvitation } from './invitation.ts'
import { type Person, shownPerson } from './person.ts'
import { checkPersonName } from './person-name.ts'
import { snapshotPerson } from './snapshot-person.ts'

/** A person to be added. An owner belongs to no account, anybody else to one. */
export interface NewPerson {
  readonly name: string
  readonly role: Role
  readonly accountId: number | null
}

/** A person, and the key of the invitation, which can be shown only now. */
export interface Invited {
  readonly person: Person
  readonly key: string
}

/**
 * Adds a person, who chooses a password by the invitation.
 *
 * @throws Refusal `name_taken`; `invalid_value` of `name` or of `role`.
 */
export async function addPerson(core: Core, caller: ServerCaller, wanted: NewPerson): Promise<Invited> {
  mustBeAllowed(caller, 'person.add')
  const { name, foldedName } = checkPersonName(wanted.name)
  const { role, accountId } = wanted
  if ((role === 'owner') !== (accountId === null)) {
    throw new Refusal('invalid_value', 'an owner belongs to no account, and everybody else to one', 'role')
  }
  const { key, ...invitation } = makeInvitation(core)
  return core.store.write(authorOf(caller, accountId), async (tx) => {
    const draft = {
      accountId,
      name,
      role,
      passwordHash: null,
      ...invitation,
      enabled: true,
      createdAt: core.clock.now(),
    }
    const person = await tx.people.insert(draft, foldedName)
    if (!person) throw new Refusal('name_taken', `there is a person '${name}' already`, 'name')
    return {
      answer: { person: shownPerson(person), key },
      change: { noun: 'person', verb: 'add', subject: name, before: null, after: snapshotPerson(person) },
    }
  })
}
