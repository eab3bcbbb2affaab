import { updateTrunkManager } from '../../../../core/trunk-manager/update-trunk-manager.ts'
import { decode, required, schemaOfFields, text } from '../../../fields.ts'
import { nothing } from '../../about.ts'
import { done } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { managerFields, readManagerRef } from './manager.wire.ts'

/** Changes a trunk manager. An absent member keeps its value. Its trunk and its hours are not changed here (docs/wire/simotel.md §4). */
export const managersUpdate = operation({
  name: 'autodialer/trunks/update',
  page: '5-Autodialer_API/6-trunk_manager/2-trunk_manager_edit.md',
  about: () => {
    const name = required(text({ max: 100 }))
    const [_id, id] = [{ _id: name }, { id: name }].map((by) => schemaOfFields({ ...by, ...managerFields }))
    return { summary: 'Change a trunk manager', body: { anyOf: [_id, id] }, data: nothing }
  },
  async handle(core, { caller, body }) {
    const ref = readManagerRef(body)
    const { status, wait_cache_length, capacity, dial_interval, title } = decode(body, managerFields)
    await updateTrunkManager(core, caller, ref, {
      ...(title !== undefined && { title }),
      ...(status !== undefined && { active: status === 'active' }),
      ...(wait_cache_length !== undefined && { readyNumbers: wait_cache_length }),
      ...(capacity !== undefined && { capacity }),
      ...(dial_interval !== undefined && { interval: dial_interval }),
    })
    return done()
  },
})
