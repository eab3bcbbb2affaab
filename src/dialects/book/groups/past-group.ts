import type { Caller } from '../../../core/caller.ts'
import { momentOfChange } from '../../../core/change/moment-of-change.ts'
import type { Core } from '../../../core/core.ts'
import type { Group, GroupRef } from '../../../core/group/group.ts'
import { groupAt } from '../../../core/group/group-at.ts'
import type { Schema } from '../../fields.ts'
import { readNamed } from '../query.ts'
import { momentSchema, readMoment } from '../values.ts'

/** The schema of a past moment: one with its zone, or the number of a change. */
export const pastSchema: Schema = { anyOf: [momentSchema, { type: 'string', pattern: '^[1-9][0-9]{0,14}$' }] }

/** The moment that is meant: `2026-11-01T10:00:00Z`, or the number of a change, which stands for the moment behind it. */
export async function pastMoment(core: Core, caller: Caller, at: string): Promise<number> {
  if (/^[1-9]\d{0,14}$/.test(at)) return momentOfChange(core, caller, Number(at))
  return readNamed('at', at, readMoment)
}

/** A group as it was at a past moment. */
export async function pastGroup(core: Core, caller: Caller, ref: GroupRef, at: string): Promise<Group> {
  const named = 'hexId' in ref ? ref.hexId : 'id' in ref ? String(ref.id) : ''
  return groupAt(core, caller, named, await pastMoment(core, caller, at))
}
