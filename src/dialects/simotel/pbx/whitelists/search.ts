import { findIncomingRules } from '../../../../core/incoming-rule/find-incoming-rules.ts'
import { arrayOf, exactly } from '../../../schemas.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { readConditions, searchBody } from '../../search.ts'
import { allowedRow, shownAllowed } from '../caller.wire.ts'

/** Finds numbers of the whitelist, all at once and not in pages. Without `alike` a number is found in every spelling. */
export const whitelistsSearch = operation({
  name: 'pbx/whitelists/search',
  page: '2-SimotelAPI/v4/11-whitelist/2-whitelist_search.md',
  about: () => ({
    summary: 'Find numbers on the whitelist',
    body: searchBody(['number']),
    data: arrayOf(exactly(shownAllowed)),
  }),
  async handle(core, { caller, body, settings }) {
    const rules = await findIncomingRules(core, caller, { verdict: 'allow', ...readConditions(body, ['number']) })
    return found(rules.map((rule) => allowedRow(rule, settings.timeZone)))
  },
})
