import { addOf } from '../../announcement.wire.ts'
import { family } from './family.ts'

/** Makes an announcement of an uploaded file. */
export const announcementsAdd = addOf(family)
