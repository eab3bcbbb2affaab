import { removeIncomingRule } from '../../../../core/incoming-rule/remove-incoming-rule.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'

/** Takes a number off the whitelist. */
export const whitelistsRemove = operation({
  name: 'pbx/whitelists/remove',
  page: '2-SimotelAPI/v4/11-whitelist/4-whitelist_remove.md',
  about: () => ({ summary: 'Take a number from the whitelist', body: bodyWithId({}), data: nothing }),
  async handle(core, { caller, body }) {
    await removeIncomingRule(core, caller, { ...readId(body), verdict: 'allow' })
    return done()
  },
})
