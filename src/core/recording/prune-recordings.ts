import { authorOf } from '../author.ts'
import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Recording } from './recording.ts'

/** How long recordings are kept, and how many bytes they may take. */
export interface RecordingRule {
  readonly keepMs: number
  readonly mostBytes: number
}

const step = 100

/**
 * Removes recordings that are older than the rule, and the oldest ones while all of them take more bytes than it allows.
 * Returns how many went. They do not come back.
 */
export async function pruneRecordings(core: Core, caller: AnyCaller, rule: RecordingRule): Promise<number> {
  mustBeAllowed(caller, 'recording.remove')
  let bytes = await core.store.recordings.bytes()
  for (let removed = 0; ; ) {
    const oldest = await core.store.recordings.oldest(step)
    const due: Recording[] = []
    for (const recording of oldest) {
      if (recording.endedAt >= core.clock.now() - rule.keepMs && bytes <= rule.mostBytes) break
      bytes -= recording.bytes
      due.push(recording)
    }
    for (const recording of due) {
      await core.store.write(authorOf(caller, recording.accountId), async (tx) => {
        await tx.recordings.remove(recording)
        const subject = recording.file
        return {
          answer: null,
          change: { noun: 'recording', verb: 'remove', subject, before: { ...recording }, after: null },
        }
      })
      await core.recordings.remove(recording.accountId, recording.file)
    }
    removed += due.length
    if (due.length < step) return removed
  }
}
