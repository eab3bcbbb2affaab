import { resolve } from 'node:path'
import type { Settings } from '../config/config.ts'

/** The folder of recorded calls. */
export function recordingsIn(settings: Settings): string {
  return resolve(settings['recording.folder'] || `${settings.data}/recordings`)
}

/** The folder of announcements. */
export function soundsIn(settings: Settings): string {
  return resolve(settings['sound.folder'] || `${settings.data}/sounds`)
}
