import { uploadOf } from '../../announcement.wire.ts'
import { family } from './family.ts'

/** Takes a WAV file, which `add` and `update` may name. */
export const announcementsUpload = uploadOf(family)
