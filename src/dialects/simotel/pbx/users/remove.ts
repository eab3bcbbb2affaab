import { removeExtension } from '../../../../core/extension/remove-extension.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'
import { withPbxState } from './pbx-state.ts'

/** Removes a PBX user. */
export const usersRemove = operation({
  name: 'pbx/users/remove',
  page: '2-SimotelAPI/v4/4-users/4-users_remove.md',
  revises: 'extension',
  about: () => ({ summary: 'Remove a PBX user', body: bodyWithId({}), data: nothing }),
  async handle(core, { caller, body }) {
    return withPbxState(core, await removeExtension(core, caller, readId(body)), done())
  },
})
