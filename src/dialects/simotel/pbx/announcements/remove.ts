import { removeOf } from '../../announcement.wire.ts'
import { family } from './family.ts'

/** Removes an announcement. */
export const pbxAnnouncementsRemove = removeOf(family)
