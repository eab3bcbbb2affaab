import { removeIncomingRule } from '../../../../core/incoming-rule/remove-incoming-rule.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'

/** Takes a number off the blacklist. */
export const blacklistsRemove = operation({
  name: 'pbx/blacklists/remove',
  page: '2-SimotelAPI/v4/10-blacklist/4-blacklist_remove.md',
  about: () => ({ summary: 'Take a number from the blacklist', body: bodyWithId({}), data: nothing }),
  async handle(core, { caller, body }) {
    await removeIncomingRule(core, caller, { ...readId(body), verdict: 'block' })
    return done()
  },
})
