import { removeGroup } from '../../../../core/group/remove-group.ts'
import { bodyWithId, nothing } from '../../about.ts'
import { done } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { operation } from '../../operation.ts'

/** Removes a group, for every dialect (docs/wire/simotel.md §2). */
export const groupsRemove = operation({
  name: 'autodialer/groups/remove',
  page: '5-Autodialer_API/3-group/5-group_delete.md',
  revises: 'group',
  about: () => ({ summary: 'Remove a group', body: bodyWithId({}), data: nothing }),
  async handle(core, { caller, body }) {
    await removeGroup(core, caller, readId(body))
    return done()
  },
})
