import type { Core } from '../../../core/core.ts'
import { denials } from '../errors.ts'

/** Refuses a planned deletion that is not in the future: who wants that removes the group. */
export function refusePast({ clock }: Core, at: number | null | undefined): void {
  if (at && at <= clock.now())
    throw denials.invalid('plannedDeletionAt', 'must be in the future: DELETE removes at once')
}
