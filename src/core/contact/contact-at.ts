import type { Caller } from '../caller.ts'
import { type BatchStep, stepsOf } from '../change/batch-change.ts'
import type { Change, Snapshot } from '../change/change.ts'
import { stateAt } from '../change/state-at.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { orNothing } from '../or-nothing.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Contact } from './contact.ts'
import { findNamedContact } from './find-named-contact.ts'

/**
 * A contact as it was at a past moment. It is named as `findNamedContact` takes it, or by what it had since then. Its groups are not
 * among the changes of it.
 *
 * @throws Refusal `not_found` where there was no such contact; `conflict` when several are meant; `invalid_value` of `at` where the
 * changes of that time are pruned.
 */
export async function contactAt(core: Core, caller: Caller, named: string, at: number): Promise<Contact> {
  mustBeAllowed(caller, 'change.find')
  const state = await stateAt(
    core,
    caller,
    {
      nouns: ['contact', 'contacts', 'group'],
      stepsOf: contactSteps,
      current: await orNothing(findNamedContact(core, caller, named)),
      get: (id) => core.store.contacts.get(caller.accountId, { id }),
      isNamed: ({ id, hexId, name, email, number }) => [String(id), hexId, name, email, number].includes(named),
    },
    at,
  )
  if (!state) throw new Refusal('not_found', `there was no contact '${named}' at that time`)
  const { groupIds: _groups, ...contact } = state
  return contact as unknown as Contact
}

/** What a change did to contacts. A group may take contacts with it that are in no other one, and bring them back. */
function contactSteps(change: Change): readonly BatchStep[] {
  if (change.noun === 'contacts') return stepsOf(change)
  if (change.noun === 'contact') return [change]
  const of = (state: Snapshot | null) => (state?.contacts ?? []) as readonly (Snapshot | null)[]
  return [
    ...of(change.before).flatMap((before) => (before ? { before, after: null } : [])),
    ...of(change.after).flatMap((after) => (after ? { before: null, after } : [])),
  ]
}
