import type { Core } from '../core/core.ts'
import { serverItself } from '../core/permission/callers.ts'
import { pruneRecordings, type RecordingRule } from '../core/recording/prune-recordings.ts'
import { takeRecordings } from '../core/recording/take-recordings.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

const lookEveryMs = 1000
const pruneEveryMs = 60_000

const server = serverItself('recordings', ['recording.add', 'recording.remove'])

/** Takes in what the PBX records, and removes what is too old or too much. One of several servers does. */
export function keepRecordings(core: Core, rule: RecordingRule, onFault: FaultReport): Worker {
  let prunedAt = Number.NEGATIVE_INFINITY
  return startWorker(
    async () => {
      if (core.store.readOnly() !== null || !(await core.store.leads('recordings'))) return
      const taken = await takeRecordings(core, server)
      if (taken === 0 && core.clock.now() - prunedAt < pruneEveryMs) return
      prunedAt = core.clock.now()
      await pruneRecordings(core, server, rule)
    },
    lookEveryMs,
    onFault,
  )
}
