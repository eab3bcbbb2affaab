import { resolve } from 'node:path'
import type { Settings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import { recordingFolder } from '../pbx/recording-folder.ts'
import { soundFolder } from '../pbx/sound-folder.ts'

/** The folder of recorded calls. */
export function recordingsIn(settings: Settings): string {
  return resolve(settings['recording.folder'] || `${settings.data}/recordings`)
}

/** The folder of announcements. */
export function soundsIn(settings: Settings): string {
  return resolve(settings['sound.folder'] || `${settings.data}/sounds`)
}

/** The files of sounds and recordings, in their folders. */
export function mediaFolders(settings: Settings): Pick<Core, 'sounds' | 'recordings'> {
  const { 'recording.format': format, 'recording.encoder': encoder } = settings
  return {
    sounds: soundFolder(soundsIn(settings), encoder),
    recordings: recordingFolder(recordingsIn(settings), format, encoder),
  }
}
