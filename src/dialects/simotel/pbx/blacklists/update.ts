import { updateIncomingRule } from '../../../../core/incoming-rule/update-incoming-rule.ts'
import { decode, optional } from '../../../fields.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { callerFields } from '../caller.wire.ts'

const fields = {
  number: optional(callerFields.number),
  comment: optional(callerFields.comment),
}

/** Changes a number on the blacklist. An absent member keeps its value. */
export const blacklistsUpdate = operation({
  name: 'pbx/blacklists/update',
  page: '2-SimotelAPI/v4/10-blacklist/3-blacklist_edit.md',
  about: () => ({ summary: 'Change a number on the blacklist', body: bodyWithId(fields), data: nothing }),
  async handle(core, { caller, body }) {
    const { hexId } = readId(body)
    const update = decode(body, fields)
    await updateIncomingRule(core, caller, { hexId, verdict: 'block' }, update)
    return done()
  },
})
