import { updateTrunk } from '../../../../core/trunk/update-trunk.ts'
import { decode, optional } from '../../../fields.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { Annotated, done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { memberFields, readMembers, settingsOf, trunkName, withoutEffect } from './trunk.wire.ts'

/** Changes a trunk. An absent member keeps its value, a masked secret keeps the stored one. */
export const trunksUpdate = operation({
  name: 'pbx/trunks/update',
  page: '2-SimotelAPI/v4/5-trunks/3-trunks_edit.md',
  about: () => ({
    summary: 'Change a trunk',
    body: bodyWithId({ ...memberFields, name: optional(trunkName) }),
    data: nothing,
  }),
  async handle(core, { caller, body }) {
    const id = readId(body)
    const name = decode(body, { name: optional(trunkName) })
    const members = readMembers(body)
    await updateTrunk(core, caller, id, (before) => ({ ...settingsOf(members, before), ...name }))
    const remark = withoutEffect(members)
    return new Annotated(done(), remark === undefined ? {} : { 'Dialbook-Reason': remark })
  },
})
