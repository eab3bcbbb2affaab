import { type Campaign, campaignLimits, campaignStates } from '../../../core/campaign/campaign.ts'
import { campaignRules } from '../../../core/campaign/campaign-rules.ts'
import { nullable, optional, orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, string } from '../../schemas.ts'
import {
  listOf,
  moment,
  momentOrNull,
  momentSchema,
  readGroupRef,
  readMoment,
  readNumbers,
  readThing,
  whole,
} from '../values.ts'

/** Own numbers of a campaign. More of them are a group. */
const numbersAtMost = 10_000

const shown = {
  ...{ id: integer, hexId: string, name: string, description: string, state: { enum: campaignStates } },
  ...{ runs: integer, trunkManager: integer, groups: arrayOf(integer), numberCount: integer },
  ...{ announcement: orNull(integer), context: string, text: string, tries: integer, pause: integer },
  ...{ start: orNull(momentSchema), end: orNull(momentSchema), digits: integer, optOutDigit: orNull(string) },
  ...{ ringTime: integer, longest: integer, createdAt: momentSchema, updatedAt: momentSchema },
}

/** The schema of a campaign. */
export const campaignSchema = exactly(shown)

/** A campaign as this API shows it. */
export function campaignWire(campaign: Campaign): object {
  const { id, hexId, name, description, state, repeat, trunkManagerId, groupIds, listCount, soundId } = campaign
  const { context, text, tries, pause, start, end, digits, optOutDigit, ringTime, longest } = campaign
  return {
    ...{ id, hexId, name, description, state, runs: repeat, trunkManager: trunkManagerId, groups: groupIds },
    ...{ numberCount: listCount, announcement: soundId, context, text, tries, pause },
    ...{ start: momentOrNull(start), end: momentOrNull(end), digits, optOutDigit, ringTime, longest },
    ...{ createdAt: moment(campaign.createdAt), updatedAt: moment(campaign.updatedAt) },
  } satisfies Shown<typeof shown>
}

/** The members of a body that are settings of a campaign, without its name and its trunk manager. */
export const campaignFields = {
  description: optional(campaignRules.description),
  groups: optional(listOf(readGroupRef, campaignLimits.groups)),
  numbers: optional(readNumbers('numbers', numbersAtMost)),
  announcement: optional(nullable(readThing)),
  context: optional(campaignRules.context),
  text: optional(campaignRules.text),
  tries: optional(whole(1, campaignLimits.tries)),
  pause: optional(whole(0, campaignLimits.pause)),
  start: optional(nullable(readMoment)),
  end: optional(nullable(readMoment)),
  digits: optional(whole(0, campaignLimits.digits)),
  optOutDigit: optional(nullable(campaignRules.optOutDigit)),
  ringTime: optional(whole(1, campaignLimits.ringTime)),
  longest: optional(whole(1, campaignLimits.longest)),
}
