import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { PersonSession, SignedInPerson } from './person.ts'

/** The sessions of the person that hold, the newest first. */
export function findOwnSessions(core: Core, { person }: SignedInPerson): Promise<PersonSession[]> {
  return core.store.people.sessionsOf(person.id, core.clock.now())
}

/**
 * Ends a session of the person, who may end no other's.
 *
 * @throws Refusal `not_found`.
 */
export function endSession(core: Core, { person }: SignedInPerson, id: number): Promise<void> {
  const { accountId, name } = person
  return core.store.write({ accountId, credentialId: null, name, origin: 'page' }, async (tx) => {
    if ((await tx.people.removeSessions(person.id, id)) === 0)
      throw new Refusal('not_found', 'there is no such session')
    return {
      answer: undefined,
      change: { noun: 'session', verb: 'remove', subject: name, before: { id }, after: null },
    }
  })
}
