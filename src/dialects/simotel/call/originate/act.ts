import { originateCall } from '../../../../core/call/originate.ts'
import { decode, optional, required, schemaOfFields } from '../../../fields.ts'
import { exactly, string } from '../../../schemas.ts'
import { operation } from '../../operation.ts'
import { callFields, usualRingTime } from '../call.wire.ts'

const fields = {
  caller: required(callFields.caller),
  callee: required(callFields.callee),
  context: required(callFields.context),
  caller_id: required(callFields.caller_id),
  trunk_name: optional(callFields.trunk_name),
  timeout: optional(callFields.timeout),
  call_limit: optional(callFields.call_limit),
}

/** Begins a call, and answers before anything rings. The caller rings first, then the callee. */
export const originateAct = operation({
  name: 'call/originate/act',
  page: '2-SimotelAPI/v4/4-call-originate.md',
  alsoBy: ['PUT'],
  about: () => ({
    summary: 'Begin a call',
    body: schemaOfFields(fields),
    data: exactly({ originated_call_id: string }),
  }),
  async handle(core, { caller, body }) {
    const wanted = decode(body, fields)
    const id = await originateCall(core, caller, {
      caller: wanted.caller,
      callee: wanted.callee,
      shown: wanted.caller_id ?? wanted.caller,
      context: wanted.context,
      trunk: wanted.trunk_name ?? null,
      ringTime: wanted.timeout ?? usualRingTime,
      longest: wanted.call_limit ?? null,
    })
    return { success: 1, message: null, data: { originated_call_id: id } }
  },
})
