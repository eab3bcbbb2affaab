import type { Group } from '../../../core/group/group.ts'
import { exactly, integer, type Shown, string } from '../../schemas.ts'

const shown = { id: integer, hexId: string, name: string, count: integer }

/** The schema of a group. */
export const groupSchema = exactly(shown)

/** A group as this API shows it. */
export function groupWire({ id, hexId, name, count }: Group): object {
  return { id, hexId, name, count } satisfies Shown<typeof shown>
}
