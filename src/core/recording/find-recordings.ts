import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Recording } from './recording.ts'
import type { RecordingPage } from './recording-port.ts'

/** The account's recordings, from the newest on. */
export function findRecordings(core: Core, caller: Caller, page: RecordingPage): Promise<Recording[]> {
  mustBeAllowed(caller, 'recording.find')
  return core.store.recordings.page(caller.accountId, page)
}
