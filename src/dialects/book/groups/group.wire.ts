import type { Group } from '../../../core/group/group.ts'

/** A group as this API shows it. */
export function groupWire({ id, hexId, name, count }: Group): object {
  return { id, hexId, name, count }
}
