import { findIncomingRules } from '../../../../core/incoming-rule/find-incoming-rules.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { readConditions } from '../../search.ts'
import { allowedRow } from '../caller.wire.ts'

/** Finds numbers of the whitelist, all at once and not in pages. Without `alike` a number is found in every spelling. */
export const whitelistsSearch = operation({
  name: 'pbx/whitelists/search',
  page: '2-SimotelAPI/v4/11-whitelist/2-whitelist_search.md',
  async handle(core, { caller, body, settings }) {
    const rules = await findIncomingRules(core, caller, { verdict: 'allow', ...readConditions(body, ['number']) })
    return found(rules.map((rule) => allowedRow(rule, settings.timeZone)))
  },
})
