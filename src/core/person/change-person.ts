import { foldAccountName } from '../account/account-name.ts'
import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { ChangeVerb } from '../change/change.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { type Person, type PersonRecord, shownPerson } from './person.ts'
import { snapshotPerson } from './snapshot-person.ts'

/** Writes what `change` makes of the named person, and ends all sessions of it. */
export async function changePerson(
  core: Core,
  caller: ServerCaller,
  name: string,
  verb: ChangeVerb,
  change: (person: PersonRecord) => PersonRecord,
): Promise<Person> {
  const { id, accountId } = mustExist(await core.store.people.byName(foldAccountName(name)), `person as '${name}'`)
  return core.store.write(authorOf(caller, accountId), async (tx) => {
    const before = mustExist(await tx.people.lock(id), `person as '${name}'`)
    const after = change(before)
    await tx.people.update(after)
    await tx.people.removeSessions(id)
    const [old, now] = [snapshotPerson(before), snapshotPerson(after)]
    return {
      answer: shownPerson(after),
      change: { noun: 'person', verb, subject: before.name, before: old, after: now },
    }
  })
}
