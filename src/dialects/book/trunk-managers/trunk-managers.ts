import { mustExist } from '../../../core/errors.ts'
import { addTrunkManager } from '../../../core/trunk-manager/add-trunk-manager.ts'
import { findTrunkManagers } from '../../../core/trunk-manager/find-trunk-managers.ts'
import { removeTrunkManager } from '../../../core/trunk-manager/remove-trunk-manager.ts'
import { updateTrunkManager } from '../../../core/trunk-manager/update-trunk-manager.ts'
import { optional, required } from '../../fields.ts'
import { arrayOf, exactly, shared } from '../../schemas.ts'
import { action, gone, made, shows } from '../action.ts'
import { idIn, idSchema } from '../values.ts'
import { neededReaders, trunkManagerFields, trunkManagerWire } from './trunk-manager.wire.ts'

const inPath = { id: idSchema }
const { title, trunk } = neededReaders

/** The calls about the lines of campaigns: by which trunk, how many calls at once, how fast, and at which hours. */
export const trunkManagerOperations = [
  action({
    does: 'GET /trunk-managers',
    summary: 'List the trunk managers',
    needs: ['trunk-manager.find'],
    answers: exactly({ trunkManagers: arrayOf(shared('trunkManager')) }),
    async answer(core, { caller }) {
      return shows({ trunkManagers: (await findTrunkManagers(core, caller)).map(trunkManagerWire) })
    },
  }),
  action({
    does: 'POST /trunk-managers',
    summary: 'Make a trunk manager',
    needs: ['trunk-manager.set'],
    body: { title: required(title), trunk: required(trunk), ...trunkManagerFields },
    status: 201,
    answers: shared('trunkManager'),
    async answer(core, { caller, given }) {
      const manager = await addTrunkManager(core, caller, given)
      return made(`/trunk-managers/${manager.id}`, trunkManagerWire(manager))
    },
  }),
  action({
    does: 'GET /trunk-managers/:id',
    summary: 'Show a trunk manager',
    needs: ['trunk-manager.find'],
    inPath,
    answers: shared('trunkManager'),
    async answer(core, { caller, params }) {
      const wanted = idIn(params.id, 'trunk manager')
      const manager = (await findTrunkManagers(core, caller)).find(({ id }) => id === wanted)
      return shows(trunkManagerWire(mustExist(manager, 'trunk manager')))
    },
  }),
  action({
    does: 'PATCH /trunk-managers/:id',
    summary: 'Change a trunk manager, from the next call of a campaign on',
    needs: ['trunk-manager.set'],
    ...{ inPath, body: { title: optional(title), trunk: optional(trunk), ...trunkManagerFields } },
    answers: shared('trunkManager'),
    async answer(core, { caller, params, given }) {
      const id = idIn(params.id, 'trunk manager')
      return shows(trunkManagerWire(await updateTrunkManager(core, caller, { id }, given)))
    },
  }),
  action({
    does: 'DELETE /trunk-managers/:id',
    summary: 'Remove a trunk manager by which no campaign calls',
    needs: ['trunk-manager.remove'],
    ...{ inPath, status: 204 },
    async answer(core, { caller, params }) {
      await removeTrunkManager(core, caller, { id: idIn(params.id, 'trunk manager') })
      return gone
    },
  }),
]
