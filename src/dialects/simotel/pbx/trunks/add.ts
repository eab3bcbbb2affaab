import { addTrunk } from '../../../../core/trunk/add-trunk.ts'
import { decode, required, schemaOfFields } from '../../../fields.ts'
import { newId } from '../../about.ts'
import { Annotated, done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { memberFields, readMembers, settingsOf, trunkName, withoutEffect } from './trunk.wire.ts'

/** Makes a trunk. */
export const trunksAdd = operation({
  name: 'pbx/trunks/add',
  page: '2-SimotelAPI/v4/5-trunks/1-trunks_add.md',
  about: () => ({
    summary: 'Make a trunk',
    body: schemaOfFields({ ...memberFields, name: required(trunkName) }),
    data: newId,
  }),
  async handle(core, { caller, body }) {
    const { name } = decode(body, { name: required(trunkName) })
    const members = readMembers(body)
    const trunk = await addTrunk(core, caller, { host: '', password: null, ...settingsOf(members, undefined), name })
    const remark = withoutEffect(members)
    return new Annotated(done({ _id: trunk.hexId }), remark === undefined ? {} : { 'Dialbook-Reason': remark })
  },
})
