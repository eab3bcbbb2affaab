import { secret } from '../../../../core/extension/extension-rules.ts'
import { updateExtension } from '../../../../core/extension/update-extension.ts'
import { findWeakness } from '../../../../core/extension/weak-secret.ts'
import { decode, optional } from '../../../fields.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done, tagged } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { withPbxState } from './pbx-state.ts'
import { memberFields, notOnThePbx, readSettings, withoutEffect } from './user.wire.ts'

const fields = { secret: optional(secret) }

/**
 * Changes a PBX user. An absent member keeps its value, a masked secret keeps the stored one (docs/wire/simotel.md §3).
 */
export const usersUpdate = operation({
  name: 'pbx/users/update',
  page: '2-SimotelAPI/v4/4-users/3-users_edit.md',
  revises: 'extension',
  about: () => ({ summary: 'Change a PBX user', body: bodyWithId({ ...memberFields, ...fields }), data: nothing }),
  async handle(core, { caller, body }) {
    const id = readId(body)
    const update = { ...decode(body, fields), ...readSettings(body) }
    const extension = await updateExtension(core, caller, id, update)
    const setsSecret = update.secret !== undefined || update.number !== undefined
    const answer = await withPbxState(
      core,
      extension,
      done(),
      setsSecret ? findWeakness(core, extension) : undefined,
      update.technology === undefined ? undefined : notOnThePbx(extension),
      update.moreOptions === undefined ? undefined : withoutEffect(extension),
    )
    return tagged(extension, answer)
  },
})
