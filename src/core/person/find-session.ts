import type { Core } from '../core.ts'
import { type PersonRecord, type SignedInPerson, shownPerson } from './person.ts'

/** Who has signed in with the token of a cookie; undefined when the session is over or the person is closed out. */
export async function findSession(core: Core, token: string): Promise<SignedInPerson | undefined> {
  const session = await core.store.people.sessionByToken(core.passwords.hashToken(token))
  if (!session || session.until <= core.clock.now()) return undefined
  const person = await core.store.people.byId(session.personId)
  return person && (await isUsable(core, person)) ? { person: shownPerson(person), session } : undefined
}

/** Whether a person may sign in: enabled, and so is the account. */
export async function isUsable({ store }: Pick<Core, 'store'>, person: PersonRecord): Promise<boolean> {
  if (!person.enabled) return false
  if (person.accountId === null) return true
  return (await store.accounts.byId(person.accountId))?.enabled ?? false
}
