import type { Bulk, BulkState } from '../../../core/bulk/bulk.ts'
import { messageStates } from '../../../core/message/message.ts'
import { optional, orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, string } from '../../schemas.ts'
import { writtenFields } from '../messages/message.wire.ts'
import { listOf, moment, momentOrNull, momentSchema, readGroupRef, readNumbers } from '../values.ts'

/** The states of a message to many. */
export const bulkStates = [
  ...(['new', 'running', 'paused', 'done', 'cancelled', 'empty'] as const),
] as const satisfies readonly BulkState[]

/** Own numbers of a message to many. More of them are a group. */
const numbersAtMost = 10_000
const groupsAtMost = 1000

const countMembers = Object.fromEntries(['size', ...messageStates, 'repeated', 'left'].map((name) => [name, integer]))

const shown = {
  ...{ id: integer, hexId: string, state: { enum: bulkStates }, text: string, alphabet: orNull(string) },
  ...{ sender: string, route: string, groups: arrayOf(integer), counts: exactly(countMembers) },
  ...{ callbackData: orNull(string), label: orNull(integer), language: orNull(string) },
  ...{ plannedAt: orNull(momentSchema), dueAt: momentSchema, createdAt: momentSchema, endedAt: orNull(momentSchema) },
}

/** The schema of a message to many. */
export const bulkSchema = exactly(shown)

/** A message to many as this API shows it. */
export function bulkWire(bulk: Bulk): object {
  const { id, hexId, state, text, alphabet, sender, route, groupIds, callbackData, label, language } = bulk
  return {
    ...{ id, hexId, state, text, alphabet, sender, route, groups: groupIds, counts: bulk.counts },
    ...{ callbackData, label, language, plannedAt: momentOrNull(bulk.plannedAt), dueAt: moment(bulk.dueAt) },
    ...{ createdAt: moment(bulk.createdAt), endedAt: momentOrNull(bulk.endedAt) },
  } satisfies Shown<typeof shown>
}

const tried = {
  ...{ size: integer, groups: arrayOf(integer), text: string, sender: string, route: string },
  dueAt: momentSchema,
}

/** The schema of a message to many that was only tried. */
export const triedBulkSchema = exactly(tried)

/** A message to many that was only tried: to how many entries it would go. */
export function triedBulkWire({ counts: { size }, groupIds, text, sender, route, dueAt }: Bulk): object {
  return { size, groups: groupIds, text, sender, route, dueAt: moment(dueAt) } satisfies Shown<typeof tried>
}

/** The members of a message to many. */
export const bulkFields = {
  ...writtenFields,
  groups: optional(listOf(readGroupRef, groupsAtMost)),
  numbers: optional(readNumbers('numbers', numbersAtMost)),
}
