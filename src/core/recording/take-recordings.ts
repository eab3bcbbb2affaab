import { authorOf } from '../author.ts'
import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type Recording, stemOf } from './recording.ts'
import type { FinishedRecording } from './recording-files.ts'

/** Takes in what the PBX has recorded since the last time. Returns how many recordings came in. */
export async function takeRecordings(core: Core, caller: AnyCaller): Promise<number> {
  mustBeAllowed(caller, 'recording.add')
  let taken = 0
  for (const finished of await core.recordings.finished()) {
    if (await takeOne(core, caller, finished)) taken += 1
    // Only now, since all of this comes again where it was interrupted.
    await core.recordings.forget(finished)
  }
  return taken
}

async function takeOne(core: Core, caller: AnyCaller, finished: FinishedRecording): Promise<boolean> {
  const { stem, ...told } = finished
  if (await core.store.recordings.byStem(finished.accountId, stem)) return false
  const kept = await core.recordings.keep(finished)
  if (!kept) return false
  await core.store.write(authorOf(caller, finished.accountId), async (tx) => {
    const id = await tx.allocate(finished.accountId, 'recording', 1)
    const recording: Recording = { ...told, ...kept, id }
    if (!(await tx.recordings.byStem(finished.accountId, stemOf(kept.file)))) await tx.recordings.insert(recording)
    return {
      answer: recording,
      change: { noun: 'recording', verb: 'add', subject: kept.file, before: null, after: { ...recording } },
    }
  })
  return true
}
