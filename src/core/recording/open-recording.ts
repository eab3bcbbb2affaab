import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type Recording, stemOf } from './recording.ts'
import type { OpenedFile } from './recording-files.ts'

/**
 * Opens the sound of a recording of the account, by the name of its file; the ending does not count.
 *
 * @throws Refusal `not_found` where there is no such recording, or its file is gone.
 */
export async function openRecording(
  core: Core,
  caller: Caller,
  file: string,
): Promise<{ readonly recording: Recording; readonly sound: OpenedFile }> {
  mustBeAllowed(caller, 'recording.listen')
  const { accountId } = caller
  const recording = mustExist(await core.store.recordings.byStem(accountId, stemOf(file)), `recording as ${file}`)
  return { recording, sound: mustExist(await core.recordings.open(accountId, recording.file), 'file any more') }
}
