import type { PbxObject, PbxViewReader } from '../../core/pbx/pbx-view.ts'
import type { Session } from '../engine/engine.ts'

const views = { endpoint: 'ps_endpoints', auth: 'ps_auths', aor: 'ps_aors' } as const

export function pbxViewReader(session: Session): PbxViewReader {
  return {
    async objects() {
      const objects: PbxObject[] = []
      for (const [kind, view] of Object.entries(views) as [PbxObject['kind'], string][]) {
        for (const { id, ...attributes } of await session.all(`select * from ${view} order by id`, [])) {
          objects.push({ kind, id: id as string, attributes: attributes as Record<string, string> })
        }
      }
      return objects
    },
  }
}
