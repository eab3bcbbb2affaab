import { getTry } from '../../../../core/campaign/get-try.ts'
import { Refusal } from '../../../../core/errors.ts'
import { decode, described, required, schemaOfFields } from '../../../fields.ts'
import { exactly, integer, string } from '../../../schemas.ts'
import { id } from '../../about.ts'
import { done } from '../../envelope.ts'
import { numberInId, readHexId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { placeIn, seconds, tryIdOf } from './report.wire.ts'

const fields = { _id: required(described({ anyOf: [id, { type: 'object' }] }, readHexId)) }

const shownTry = { dcontext: string, amaflags: string, channel: string, duration: integer, wait: integer }

/** The call of a try, by the `cdr_id` of a report. A try without a call in the ledger has no channel. */
export const autodialerReportsInfo = operation({
  name: 'autodialer/reports/info',
  page: '5-Autodialer_API/7-report/3-report_info.md',
  alsoBy: ['GET', 'PUT'],
  about: () => ({
    summary: 'Show the call of a try',
    body: schemaOfFields(fields),
    data: exactly(shownTry),
  }),
  async handle(core, { caller, body }) {
    const { _id } = decode(body, fields)
    const number = numberInId(_id)
    if (number === undefined) throw new Refusal('not_found', '_id must be the cdr_id of a try')
    const { campaign, target, attempt, call } = await getTry(core, caller, placeIn(number))
    if (tryIdOf(target.id, attempt) !== _id) throw new Refusal('not_found', 'there is no such try')
    return done({
      dcontext: campaign?.context ?? '',
      amaflags: 'DOCUMENTATION',
      channel: call?.legs.find(({ trunk }) => trunk !== '')?.channel ?? call?.legs[0]?.channel ?? '',
      duration: seconds(
        call ? (call.endedAt - call.startedAt) / 1000 : (attempt.endedAt ?? attempt.startedAt) - attempt.startedAt,
      ),
      wait: seconds(attempt.wait),
    })
  },
})
