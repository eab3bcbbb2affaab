import { removeTrunk } from '../../../../core/trunk/remove-trunk.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'

/** Removes a trunk. */
export const trunksRemove = operation({
  name: 'pbx/trunks/remove',
  page: '2-SimotelAPI/v4/5-trunks/4-trunks_remove.md',
  about: () => ({ summary: 'Remove a trunk', body: bodyWithId({}), data: nothing }),
  async handle(core, { caller, body }) {
    await removeTrunk(core, caller, readId(body))
    return done()
  },
})
