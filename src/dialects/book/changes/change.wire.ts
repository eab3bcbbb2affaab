import { type Change, type ChangeDraft, changeNouns } from '../../../core/change/change.ts'
import { orNull } from '../../fields.ts'
import { exactly, integer, type Shown, string } from '../../schemas.ts'

const state = orNull({ type: 'object' })

/** The schema of a change. */
export const changeSchema = exactly({
  number: integer,
  at: { ...string, format: 'date-time' },
  noun: { enum: changeNouns },
  verb: { enum: ['add', 'update', 'remove', 'enable', 'disable'] },
  subject: string,
  by: exactly({ origin: string, key: orNull(integer), name: orNull(string) }),
  before: state,
  after: state,
})

const draft = {
  noun: { enum: changeNouns },
  verb: { enum: ['add', 'update', 'remove', 'enable', 'disable'] },
  ...{ subject: string, before: state, after: state },
}

/** The schema of what an undo did. */
export const draftSchema = exactly(draft)

/** What an undo did, as this API shows it. */
export function draftWire({ noun, verb, subject, before, after }: ChangeDraft) {
  return { noun, verb, subject, before, after } satisfies Shown<typeof draft>
}

/** A change as this API shows it. */
export function changeWire({
  number,
  at,
  noun,
  verb,
  subject,
  credentialId,
  name,
  origin,
  before,
  after,
}: Change): object {
  const by = { origin, key: credentialId, name }
  return { number, at: new Date(at).toISOString(), noun, verb, subject, by, before, after }
}
