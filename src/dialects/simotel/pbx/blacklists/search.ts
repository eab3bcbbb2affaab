import { findIncomingRules } from '../../../../core/incoming-rule/find-incoming-rules.ts'
import { arrayOf, exactly } from '../../../schemas.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { readConditions, searchBody } from '../../search.ts'
import { blockedRow, shownBlocked } from '../caller.wire.ts'

/** Finds numbers of the blacklist, all at once and not in pages. Without `alike` a number is found in every spelling. */
export const blacklistsSearch = operation({
  name: 'pbx/blacklists/search',
  page: '2-SimotelAPI/v4/10-blacklist/2-blacklist_search.md',
  about: () => ({
    summary: 'Find numbers on the blacklist',
    body: searchBody(['number']),
    data: arrayOf(exactly(shownBlocked)),
  }),
  async handle(core, { caller, body, settings }) {
    const rules = await findIncomingRules(core, caller, { verdict: 'block', ...readConditions(body, ['number']) })
    return found(rules.map((rule) => blockedRow(rule, settings.timeZone)))
  },
})
