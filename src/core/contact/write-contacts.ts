import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { type BatchStep, batchChange } from '../change/batch-change.ts'
import { agrees, difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Contact } from './contact.ts'
import { applySteps, type ContactStep, lockAllWithGroups } from './contact-steps.ts'

/** A contact to be written: undefined `before` for a new one, undefined `after` for one that goes. */
export interface ContactWrite {
  readonly before: Contact | undefined
  readonly after: Contact | undefined
  /** Whether it goes out of the group, and stays in the book. */
  readonly leaves?: boolean
}

/**
 * Writes many contacts as one change: those without `before` are new and get their ids here, those without `after` go,
 * also from their groups. All others are in the group `groupId` afterwards, unless they leave it. It is a part of use
 * cases, and none by itself.
 *
 * @throws Refusal `conflict` when a contact is not as its `before` any more, or the group is gone.
 */
export function writeContacts(
  core: Core,
  caller: Caller,
  subject: string,
  writes: readonly ContactWrite[],
  groupId?: number,
): Promise<void> {
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const known = writes.flatMap(({ before }) => before?.id ?? [])
    const locked = await lockAllWithGroups(tx, accountId, known, groupId === undefined ? [] : [groupId])
    if (groupId !== undefined && !locked.groups.has(groupId)) {
      throw new Refusal('conflict', 'the group is gone by now: nothing was written')
    }
    const added = writes.filter(({ before }) => !before).length
    let id = added === 0 ? 0 : await tx.allocate(accountId, 'contact', added)
    const steps = writes.map(({ before, after, leaves }): ContactStep => {
      const current = before && locked.states.get(before.id)
      if (before && (!current || !agrees({ ...current }, { ...before }))) {
        throw new Refusal('conflict', `the contact ${before.id} has changed meanwhile: nothing was written`)
      }
      if (!after) return { before: current, after: undefined }
      const had = current?.groupIds ?? []
      const groupIds = leaves ? had.filter((each) => each !== groupId) : withGroup(had, groupId)
      return { before: current, after: { ...after, id: current ? after.id : id++, groupIds } }
    })
    await applySteps(tx, locked.groups, steps)
    return { answer: undefined, change: batchChange('contacts', subject, steps.map(describeStep)) }
  })
}

/** The groups of a contact that is to be in one more, in the order of their ids. */
function withGroup(groupIds: readonly number[], groupId: number | undefined): readonly number[] {
  if (groupId === undefined || groupIds.includes(groupId)) return groupIds
  return [...groupIds, groupId].sort((one, other) => one - other)
}

/** A step as its change keeps it. */
export function describeStep({ before, after }: ContactStep): BatchStep {
  if (!after) return { before: before ? { ...before } : null, after: null }
  const { id, name, updatedAt, groupIds } = after
  return before ? difference({ ...before }, { ...after }) : { before: null, after: { id, name, updatedAt, groupIds } }
}
