import { type Change, changeNouns } from '../../../core/change/change.ts'
import { orNull } from '../../fields.ts'
import { exactly, integer, string } from '../../schemas.ts'

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
