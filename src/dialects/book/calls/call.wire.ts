import { callWays, dispositions, type LedgerCall } from '../../../core/ledger/call-record.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, string } from '../../schemas.ts'
import { moment, momentSchema } from '../values.ts'

const leg = {
  ...{ channel: string, party: string, trunk: string, startedAt: momentSchema, answeredAt: orNull(momentSchema) },
  ...{ endedAt: momentSchema, cause: integer },
}
const talk = { one: string, other: string, from: momentSchema, until: momentSchema }
const step = { kind: string, at: momentSchema, by: string, to: string, why: orNull(string) }

const brief = {
  ...{ id: integer, callId: string, from: string, to: string, taker: string, way: { enum: callWays } },
  ...{ entry: string, exit: string, disposition: { enum: dispositions }, startedAt: momentSchema },
  ...{ answeredAt: orNull(momentSchema), endedAt: momentSchema, campaign: string, digits: string, recording: string },
}
const whole = {
  ...{ ...brief, route: string, originateId: string, doubts: arrayOf(string) },
  ...{ legs: arrayOf(exactly(leg)), talks: arrayOf(exactly(talk)), steps: arrayOf(exactly(step)) },
}

/** The schema of a call as a list shows it. */
export const callSchema = exactly(brief)

/** The schema of a call with its path. */
export const wholeCallSchema = exactly(whole)

/** The ledger has microseconds. */
const at = (microseconds: number) => moment(Math.floor(microseconds / 1000))
const atOrNull = (microseconds: number | null) => (microseconds === null ? null : at(microseconds))

/** A call as a list of this API shows it. */
export function callWire(call: LedgerCall) {
  const { id, callId, from, to, taker, way, entry, exit, disposition, campaign, digits, recording } = call
  return {
    ...{ id, callId, from, to, taker, way, entry, exit, disposition, startedAt: at(call.startedAt) },
    ...{ answeredAt: atOrNull(call.answeredAt), endedAt: at(call.endedAt), campaign, digits, recording },
  } satisfies Shown<typeof brief>
}

/** A call with its path. */
export function wholeCallWire(call: LedgerCall): object {
  const { route, originateId, doubts } = call
  return {
    ...{ ...callWire(call), route, originateId, doubts },
    legs: call.legs.map(({ channel, party, trunk, startedAt, answeredAt, endedAt, cause }) => ({
      ...{ channel, party, trunk, startedAt: at(startedAt), answeredAt: atOrNull(answeredAt), endedAt: at(endedAt) },
      cause,
    })),
    talks: call.talks.map(({ one, other, from, until }) => ({ one, other, from: at(from), until: at(until) })),
    steps: call.steps.map(({ kind, at: moved, by, to, why = null }) => ({ kind, at: at(moved), by, to, why })),
  } satisfies Shown<typeof whole>
}
