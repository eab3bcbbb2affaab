import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Recording } from './recording.ts'

/** A recording and what is wrong with its file; `null` where it is as it was taken in. */
export interface VerifiedRecording {
  readonly recording: Recording
  readonly problem: 'missing' | 'altered' | null
}

const pageSize = 500

/** Reads the files of all recordings of the account, from the newest on. */
export function verifyRecordings(core: Core, caller: Caller): AsyncGenerator<VerifiedRecording> {
  mustBeAllowed(caller, 'recording.find')
  return verifyEach(core, caller.accountId)
}

async function* verifyEach({ store, recordings }: Core, accountId: number): AsyncGenerator<VerifiedRecording> {
  for (let before: number | undefined; ; ) {
    const limits = { limit: pageSize, ...(before !== undefined && { before }) }
    const page = await store.recordings.page(accountId, limits)
    for (const recording of page) {
      const sum = await recordings.sum(accountId, recording.file)
      yield { recording, problem: sum === undefined ? 'missing' : sum === recording.sha256 ? null : 'altered' }
    }
    before = page.at(-1)?.id
    if (page.length < pageSize) return
  }
}
