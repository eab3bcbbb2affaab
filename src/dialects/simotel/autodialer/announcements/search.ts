import { searchOf } from '../../announcement.wire.ts'
import { family } from './family.ts'

/** Finds announcements, all at once and not in pages. */
export const announcementsSearch = searchOf(family)
