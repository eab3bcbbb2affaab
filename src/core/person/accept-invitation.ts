import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Transaction, Written } from '../ports.ts'
import { type BegunSession, type Browser, beginSession } from './begin-session.ts'
import { isFirstInvitation } from './invitation.ts'
import { type Person, shownPerson } from './person.ts'
import { checkPassword, checkPersonName } from './person-name.ts'
import { snapshotPerson } from './snapshot-person.ts'

/** The person whom an invitation is for; `first` for that of the first owner, who has no name yet. */
export type Invitee = Pick<Person, 'id' | 'accountId' | 'name'> | 'first'

/** The answer of somebody who was invited. Only the first owner chooses a name. */
export interface Acceptance {
  readonly key: string
  readonly name: string
  readonly password: string
}

/** Finds whom an invitation is for; undefined when there is no such invitation, or it has been accepted or is too old. */
export async function findInvitee(core: Core, key: string): Promise<Invitee | undefined> {
  if (isFirstInvitation(core, key)) return (await core.store.people.all()).length === 0 ? 'first' : undefined
  const person = await core.store.people.byInvitation(core.passwords.hashToken(key))
  const isWaiting = person?.enabled && (person.invitedUntil ?? 0) > core.clock.now()
  return person && isWaiting ? shownPerson(person) : undefined
}

/**
 * Sets the password of somebody who was invited, and signs the person in. The invitation is used up.
 *
 * @throws Refusal `not_found` when there is no such invitation; `invalid_value` of `name` or `password`; `name_taken`.
 */
export async function acceptInvitation(core: Core, given: Acceptance, browser: Browser): Promise<BegunSession> {
  const invitee = mustExist(await findInvitee(core, given.key), 'invitation')
  checkPassword(given.password)
  const names = checkPersonName(invitee === 'first' ? given.name : invitee.name)
  const passwordHash = await core.passwords.hash(given.password)
  const accountId = invitee === 'first' ? null : invitee.accountId
  const author = { accountId, credentialId: null, name: names.name, origin: 'page' }
  return core.store.write(author, (tx) =>
    invitee === 'first'
      ? makeOwner(core, tx, names, passwordHash, browser)
      : setPassword(core, tx, invitee.id, given.key, passwordHash, browser),
  )
}

async function makeOwner(
  core: Core,
  tx: Transaction,
  { name, foldedName }: ReturnType<typeof checkPersonName>,
  passwordHash: string,
  browser: Browser,
): Promise<Written<BegunSession>> {
  if ((await tx.people.all()).length > 0) throw new Refusal('not_found', 'there is no such invitation')
  const person = await tx.people.insert(
    {
      ...{ accountId: null, name, role: 'owner', passwordHash, enabled: true, createdAt: core.clock.now() },
      ...{ invitationHash: null, invitedUntil: null },
    },
    foldedName,
  )
  if (!person) throw new Refusal('name_taken', `there is a person '${name}' already`, 'name')
  return {
    answer: await beginSession(core, tx, person, browser),
    change: { noun: 'person', verb: 'add', subject: name, before: null, after: snapshotPerson(person) },
  }
}

async function setPassword(
  core: Core,
  tx: Transaction,
  id: number,
  key: string,
  passwordHash: string,
  browser: Browser,
): Promise<Written<BegunSession>> {
  const before = await tx.people.lock(id)
  if (!before?.enabled || before.invitationHash !== core.passwords.hashToken(key)) {
    throw new Refusal('not_found', 'there is no such invitation')
  }
  const after = { ...before, passwordHash, invitationHash: null, invitedUntil: null }
  await tx.people.update(after)
  return {
    answer: await beginSession(core, tx, after, browser),
    change: {
      ...{ noun: 'person', verb: 'update', subject: after.name },
      ...{ before: snapshotPerson(before), after: snapshotPerson(after) },
    },
  }
}
