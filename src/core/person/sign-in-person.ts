import { foldAccountName } from '../account/account-name.ts'
import type { Core } from '../core.ts'
import type { SignIns } from '../sign-in/sign-ins.ts'
import { type BegunSession, type Browser, beginSession } from './begin-session.ts'
import { isUsable } from './find-session.ts'
import type { PersonRecord } from './person.ts'

/**
 * Begins a session of the person with that name and password; undefined when there is no such person.
 *
 * @throws Slowed.
 */
export async function signInPerson(
  core: Core,
  signIns: SignIns,
  given: { readonly name: string; readonly password: string },
  browser: Browser,
): Promise<BegunSession | undefined> {
  const foldedName = foldAccountName(given.name)
  const attempt = {
    address: browser.address,
    secret: JSON.stringify([foldedName, given.password]),
    ...(foldedName !== '' && { name: ['user', foldedName] as const }),
  }
  const found = await signIns.attempt(attempt, () => find(core, foldedName, given.password))
  if (!found) return undefined
  const { id, accountId, name } = found
  return core.store.write({ accountId, credentialId: null, name, origin: 'page' }, async (tx) => {
    const person = await tx.people.lock(id)
    if (!person?.enabled || person.passwordHash !== found.passwordHash) return { answer: undefined, change: null }
    const begun = await beginSession(core, tx, person, browser)
    const after = { id: begun.session.id, address: browser.address, until: begun.session.until }
    return { answer: begun, change: { noun: 'session', verb: 'add', subject: name, before: null, after } }
  })
}

async function find(core: Core, foldedName: string, password: string): Promise<PersonRecord | undefined> {
  const person = await core.store.people.byName(foldedName)
  const isRight = await core.passwords.verify(password, person?.passwordHash ?? undefined)
  return person && isRight && (await isUsable(core, person)) ? person : undefined
}
