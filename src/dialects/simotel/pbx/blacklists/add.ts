import { addIncomingRule } from '../../../../core/incoming-rule/add-incoming-rule.ts'
import { decode, optional, required } from '../../../fields.ts'
import { done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { callerFields } from '../caller.wire.ts'

/** Puts a number on the blacklist. The vendor answers no id: a client finds it by search (docs/wire/simotel.md §5). */
export const blacklistsAdd = operation({
  name: 'pbx/blacklists/add',
  page: '2-SimotelAPI/v4/10-blacklist/1-blacklist_add.md',
  async handle(core, { caller, body }) {
    const rule = decode(body, {
      number: required(callerFields.number),
      comment: optional(callerFields.comment),
    })
    await addIncomingRule(core, caller, { verdict: 'block', ...rule })
    return done({ _id: null })
  },
})
