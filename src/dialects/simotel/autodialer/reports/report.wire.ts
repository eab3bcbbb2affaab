import type { Campaign } from '../../../../core/campaign/campaign.ts'
import type { CampaignNames } from '../../../../core/campaign/find-campaign-names.ts'
import { outcomes, type Target, type Try } from '../../../../core/campaign/run.ts'
import { arrayOf, constant, exactly, integer, type Members, string } from '../../../schemas.ts'
import { id, jalali } from '../../about.ts'
import { clockTime } from '../../clock-time.ts'
import { extendedDate, jalaliDate } from '../../dates.ts'
import { numberedId } from '../../ids.ts'
import { dispositionOf, skippedWord } from '../dispositions.ts'
import { causeText } from './causes.ts'

/** Places of tries that an id has room for. */
const places = 256

/** The `_id` of a report: the second in which the number was first looked at, and the number of the target. */
export function targetIdOf({ id, firstAt }: Pick<Target, 'id' | 'firstAt'>): string {
  return numberedId(Math.floor(firstAt / 1000), id)
}

/** The `cdr_id` of a try: the second in which it began, the target and the place. */
export function tryIdOf(targetId: number, { place, startedAt }: Pick<Try, 'place' | 'startedAt'>): string {
  return numberedId(Math.floor(startedAt / 1000), targetId * places + place)
}

/** The target and the place in the number of a `cdr_id`. */
export function placeIn(number: number): { readonly targetId: number; readonly place: number } {
  return { targetId: Math.floor(number / places), place: number % places }
}

const oid = exactly({ $oid: { ...string, pattern: '^([0-9a-f]{24})?$' } })
const moment = exactly({ $date: exactly({ $numberLong: string }) })
const orNothing = { type: ['string', 'null'] }
const words = [...outcomes.map((outcome) => dispositionOf[outcome]), skippedWord]

/** The members of a row of the reports. */
const shownReport: Members = {
  ...{ _id: id, start: string, end: string, date: jalali, campaign_id: oid, campaign: string },
  ...{ interface_context: string, interface_text: string, trunk_manager_id: oid, announcement: string },
  ...{ number: string, disposition: { ...string, enum: [...words, ''] }, try: integer, repeat: integer },
  status: { ...string, enum: ['in-process', 'completed'] },
  ...{ billsec: integer, wait: integer, input: string },
  tries: arrayOf(
    exactly({
      ...{ cdr_id: oid, cause: orNothing, 'cause-txt': orNothing, starttime: moment, disposition: string },
      wait: integer,
    }),
  ),
  ...Object.fromEntries(words.map((word) => [word, constant(1)])),
  ...{ skipped: string, billsec_hhmmss: string, wait_hhmmss: string },
}

/** The schema of a row. A report counts numbers by a member that is named as the disposition. */
export const reportRowSchema = exactly(shownReport, ...words, 'skipped')

/** A row of the reports, member for member as the vendor's samples have it. */
export function reportRow(
  target: Target,
  campaign: Campaign | undefined,
  names: CampaignNames,
  timeZone: string,
): Readonly<Record<string, unknown>> {
  const at = (time: number | null | undefined): string => (typeof time === 'number' ? jalaliDate(time, timeZone) : '')
  const disposition = wordOf(target)
  const [billsec, wait] = [seconds(target.talk), seconds(target.wait)]
  const manager = campaign && names.trunkManagers.get(campaign.trunkManagerId)
  return {
    _id: targetIdOf(target),
    ...{ start: at(campaign?.start), end: at(campaign?.end), date: jalaliDate(target.firstAt, timeZone) },
    ...{ campaign_id: { $oid: campaign?.hexId ?? '' }, campaign: campaign?.name ?? '' },
    ...{ interface_context: campaign?.context ?? '', interface_text: campaign?.text ?? '' },
    trunk_manager_id: { $oid: manager?.hexId ?? '' },
    announcement: (campaign?.soundId && names.sounds.get(campaign.soundId)?.hexId) || '',
    ...{ number: target.phone, disposition, try: target.tries.length, repeat: target.repeat },
    status: target.state === 'done' ? 'completed' : 'in-process',
    ...{ billsec, wait, input: target.digits },
    tries: target.tries.map((each) => ({
      cdr_id: { $oid: tryIdOf(target.id, each) },
      ...causeOf(each),
      starttime: extendedDate(each.startedAt),
      disposition: each.outcome === null ? '' : dispositionOf[each.outcome],
      wait: seconds(each.wait),
    })),
    ...(disposition !== '' && { [disposition]: 1 }),
    ...(target.skipped !== '' && { skipped: target.skipped }),
    ...{ billsec_hhmmss: clockTime(billsec), wait_hhmmss: clockTime(wait) },
  }
}

/** The disposition of a number; empty while its first call goes on. */
export function wordOf({ outcome, skipped }: Pick<Target, 'outcome' | 'skipped'>): string {
  if (outcome !== null) return dispositionOf[outcome]
  return skipped === '' ? '' : skippedWord
}

/** The cause of a try's end, as a text and in words. */
export function causeOf({ cause }: Pick<Try, 'cause'>): { readonly cause: string | null; 'cause-txt': string | null } {
  return cause === null ? { cause: null, 'cause-txt': null } : { cause: String(cause), 'cause-txt': causeText(cause) }
}

/** Milliseconds as whole seconds. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000)
}
