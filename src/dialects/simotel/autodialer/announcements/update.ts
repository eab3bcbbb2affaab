import { updateOf } from '../../announcement.wire.ts'
import { family } from './family.ts'

/** Changes an announcement. */
export const announcementsUpdate = updateOf(family)
