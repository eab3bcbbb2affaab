import type { CampaignFields } from '../../../../core/campaign/campaign-fields.ts'
import { campaignRules } from '../../../../core/campaign/campaign-rules.ts'
import { Refusal } from '../../../../core/errors.ts'
import {
  clearable,
  type Decoded,
  decode,
  described,
  type Fields,
  InvalidValue,
  optional,
  type Reader,
  required,
  type Schema,
  schemaOf,
} from '../../../fields.ts'
import { orBlank, orEmpty } from '../../empty.ts'
import { readHexId } from '../../ids.ts'
import { localTime } from '../../local-time.ts'
import { isListKey } from '../../php-list.ts'
import { numbers } from '../groups/number-list.ts'

/** Reads an id of another thing, as a text or in Extended JSON. A malformed one is kept: it is unknown, like any other. */
const otherId: Reader<string> = described({ anyOf: [{ type: 'string' }, { type: 'object' }] }, readHexId)

/** Reads the ids of groups. Empty ones are none: the vendor's samples have `[""]`. PHP makes an object of a list with gaps. */
const groupIds: Reader<readonly string[]> = described(
  {
    anyOf: [
      { type: 'array', items: { type: 'string' } },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
  },
  (value) => {
    const isObject = typeof value === 'object' && value !== null
    if (!isObject || !(Array.isArray(value) || Object.keys(value).every(isListKey))) {
      throw new InvalidValue('must be an array of ids')
    }
    return Object.values(value)
      .filter((id) => id !== '')
      .map(readHexId)
  },
)

/** A time, which is read when the time zone is known. */
const time: Reader<unknown> = described(timeSchema(), (value) => value)

function timeSchema(): Schema {
  return { anyOf: [schemaOf(localTime('UTC')), { const: '' }, { type: 'null' }] }
}

/** The vendor's samples send how many numbers they have. The numbers are counted, whatever it says. */
const count: Reader<null> = described({ description: 'without effect: the numbers are counted' }, () => null)

/** The members of a campaign as `add` and `update` take them. Empty texts stand for what is not given. */
export const campaignMembers = {
  name: optional(campaignRules.name),
  trunk_manager_id: optional(otherId),
  interface_context: optional(clearable(campaignRules.context, '')),
  interface_text: optional(clearable(campaignRules.text, '')),
  numbers: optional(numbers),
  groups: optional(groupIds),
  try: optional(orBlank(campaignRules.tries, undefined)),
  try_interval: optional(orBlank(campaignRules.pause, undefined)),
  start: optional(time),
  end: optional(time),
  announcement: optional(orEmpty(otherId, null)),
  description: optional(clearable(campaignRules.description, '')),
  count: optional(count),
} satisfies Fields

/** The members that may be lists or objects, beside the numbers. */
export const heldMembers = ['groups', 'trunk_manager_id', 'announcement'] as const

/** The members of a new campaign: the vendor requires two. */
export const newCampaignMembers = {
  ...campaignMembers,
  name: required(campaignRules.name),
  trunk_manager_id: required(otherId),
} satisfies Fields

/** The members of a campaign as a reader hands them over: the numbers are packed, the times not read yet. */
export type GivenCampaign = Omit<Decoded<typeof campaignMembers>, 'numbers'>

/**
 * The fields that the members stand for.
 *
 * @throws Refusal `invalid_value` of a time.
 */
export function fieldsOf(given: GivenCampaign, timeZone: string): CampaignFields {
  const moment = optional(orEmpty(localTime(timeZone), null))
  const times = decode(
    Object.fromEntries(Object.entries(given).filter(([name]) => name === 'start' || name === 'end')),
    { start: moment, end: moment },
  )
  const { announcement } = given
  return {
    ...(given.name !== undefined && { name: given.name }),
    ...(given.trunk_manager_id !== undefined && { trunkManager: { hexId: given.trunk_manager_id } }),
    ...(given.interface_context !== undefined && { context: given.interface_context }),
    ...(given.interface_text !== undefined && { text: given.interface_text }),
    ...(given.groups && { groups: given.groups.map((hexId) => ({ hexId })) }),
    ...(given.try !== undefined && { tries: given.try }),
    ...(given.try_interval !== undefined && { pause: given.try_interval }),
    ...(given.description !== undefined && { description: given.description }),
    ...(announcement !== undefined && {
      sound: announcement === null ? null : { hexId: announcement, list: 'autodialer' as const },
    }),
    ...times,
  }
}

/** The members of the wire by the fields of the book that a refusal may name. */
const memberOf: Readonly<Record<string, string>> = {
  trunkManager: 'trunk_manager_id',
  sound: 'announcement',
}

/** Runs a use case, whose refusals name the members of the wire. */
export async function inWireWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const member = error instanceof Refusal ? memberOf[error.field ?? ''] : undefined
    if (!(error instanceof Refusal) || member === undefined) throw error
    throw new Refusal(error.code, error.message, member)
  }
}
