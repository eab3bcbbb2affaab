import type { ImportTarget } from '../import/import-options.ts'
import type { PreviewTarget } from './preview.ts'

/** The target as an import takes it. */
export function importTarget(target: PreviewTarget): ImportTarget {
  return 'groupId' in target ? { group: { id: target.groupId } } : { create: { name: target.newName } }
}
