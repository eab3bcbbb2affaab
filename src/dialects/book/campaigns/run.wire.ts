import { reasonOf } from '../../../core/campaign/describe-target.ts'
import { outcomes, type Run, type Target } from '../../../core/campaign/run.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, string } from '../../schemas.ts'
import { moment, momentOrNull, momentSchema } from '../values.ts'

const countNames = ['size', ...outcomes, 'skipped', 'repeated', 'calling', 'waiting', 'left', 'tries'] as const

const shownRun = {
  ...{ run: integer, startedAt: momentSchema, endedAt: orNull(momentSchema) },
  counts: exactly({ ...Object.fromEntries(countNames.map((name) => [name, integer])), talk: integer, wait: integer }),
}

/** The schema of a run of a campaign: its counts add up to the size. */
export const runSchema = exactly(shownRun)

/** A run as this API shows it. */
export function runWire({ repeat, startedAt, endedAt, counts }: Run): object {
  return { run: repeat, startedAt: moment(startedAt), endedAt: momentOrNull(endedAt), counts } satisfies Shown<
    typeof shownRun
  >
}

const tryMembers = {
  ...{ place: integer, callId: string, startedAt: momentSchema, endedAt: orNull(momentSchema) },
  ...{ outcome: orNull(string), cause: orNull(integer), talk: integer, wait: integer },
}

const shownTarget = {
  ...{ id: integer, campaign: integer, run: integer, number: string, state: { enum: ['calling', 'waiting', 'done'] } },
  ...{ reason: string, dueAt: orNull(momentSchema), firstAt: momentSchema, lastAt: momentSchema },
  ...{ talk: integer, wait: integer, digits: string, tries: arrayOf(exactly(tryMembers)) },
}

/** The schema of a number that a campaign has come to, with the one reason for what became of it. */
export const targetSchema = exactly(shownTarget)

/** A number of a run as this API shows it. */
export function targetWire(target: Target): object {
  const { id, campaignId, repeat, phone, state, dueAt, firstAt, lastAt, talk, wait, digits, tries } = target
  return {
    ...{ id, campaign: campaignId, run: repeat, number: phone, state, reason: reasonOf(target) },
    ...{ dueAt: momentOrNull(dueAt), firstAt: moment(firstAt), lastAt: moment(lastAt), talk, wait, digits },
    tries: tries.map(({ place, callId, startedAt, endedAt, outcome, cause, ...each }) => ({
      ...{ place, callId, startedAt: moment(startedAt), endedAt: momentOrNull(endedAt), outcome, cause },
      ...{ talk: each.talk, wait: each.wait },
    })),
  } satisfies Shown<typeof shownTarget>
}
