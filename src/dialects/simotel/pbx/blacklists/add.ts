import { addIncomingRule } from '../../../../core/incoming-rule/add-incoming-rule.ts'
import { decode, optional, required, schemaOfFields } from '../../../fields.ts'
import { noId } from '../../about.ts'
import { done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { callerFields } from '../caller.wire.ts'

const fields = {
  number: required(callerFields.number),
  comment: optional(callerFields.comment),
}

/** Puts a number on the blacklist. The vendor answers no id: a client finds it by search (docs/wire/simotel.md §5). */
export const blacklistsAdd = operation({
  name: 'pbx/blacklists/add',
  page: '2-SimotelAPI/v4/10-blacklist/1-blacklist_add.md',
  about: () => ({ summary: 'Put a number on the blacklist', body: schemaOfFields(fields), data: noId }),
  async handle(core, { caller, body }) {
    const rule = decode(body, fields)
    await addIncomingRule(core, caller, { verdict: 'block', ...rule })
    return done({ _id: null })
  },
})
