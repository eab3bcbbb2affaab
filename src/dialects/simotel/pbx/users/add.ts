import { createExtension } from '../../../../core/extension/create-extension.ts'
import { extensionRules, secret } from '../../../../core/extension/extension-rules.ts'
import { findWeakness } from '../../../../core/extension/weak-secret.ts'
import { decode, required, schemaOfFields } from '../../../fields.ts'
import { newId } from '../../about.ts'
import { done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { withPbxState } from './pbx-state.ts'
import { memberFields, notOnThePbx, readSettings, withoutEffect } from './user.wire.ts'

const fields = {
  name: required(extensionRules.name),
  number: required(extensionRules.number),
  secret: required(secret),
}

/** Makes a PBX user. */
export const usersAdd = operation({
  name: 'pbx/users/add',
  page: '2-SimotelAPI/v4/4-users/1-users_add.md',
  about: () => ({ summary: 'Make a PBX user', body: schemaOfFields({ ...memberFields, ...fields }), data: newId }),
  async handle(core, { caller, body }) {
    const given = decode(body, fields)
    const extension = await createExtension(core, caller, { ...given, ...readSettings(body) })
    return withPbxState(
      core,
      extension,
      done({ _id: extension.hexId }),
      findWeakness(core, extension),
      notOnThePbx(extension),
      withoutEffect(extension),
    )
  },
})
