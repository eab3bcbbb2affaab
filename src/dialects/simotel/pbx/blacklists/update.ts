import { updateIncomingRule } from '../../../../core/incoming-rule/update-incoming-rule.ts'
import { decode, optional } from '../../../fields.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { callerFields } from '../caller.wire.ts'

/** Changes a number on the blacklist. An absent member keeps its value. */
export const blacklistsUpdate = operation({
  name: 'pbx/blacklists/update',
  page: '2-SimotelAPI/v4/10-blacklist/3-blacklist_edit.md',
  async handle(core, { caller, body }) {
    const { hexId } = readId(body)
    const update = decode(body, {
      number: optional(callerFields.number),
      comment: optional(callerFields.comment),
    })
    await updateIncomingRule(core, caller, { hexId, verdict: 'block' }, update)
    return done()
  },
})
