import type { PbxObject, PbxViewReader } from '../../core/pbx/pbx-view.ts'
import type { Session } from '../engine/engine.ts'

/** The views that have the objects of each kind. */
const views = { endpoint: ['ps_phones', 'ps_phones_more'], auth: ['ps_auths'], aor: ['ps_aors'] } as const

export function pbxViewReader(session: Session): PbxViewReader {
  return {
    async objects() {
      const objects: PbxObject[] = []
      for (const [kind, names] of Object.entries(views) as [PbxObject['kind'], readonly string[]][]) {
        for (const view of names) {
          for (const { id, ...attributes } of await session.all(`select * from ${view}`, [])) {
            objects.push({ kind, id: id as string, attributes: attributes as Record<string, string> })
          }
        }
      }
      return objects.sort((one, other) => Number(one.id > other.id) - Number(one.id < other.id))
    },
  }
}
