import type { Core } from '../core/core.ts'
import { serverItself } from '../core/permission/callers.ts'
import { putSounds } from '../core/sound/put-sounds.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

const lookEveryMs = 5000

const server = serverItself('sounds', ['sound.find'])

/** Keeps the files of all announcements where the PBX finds them. Every server does: each may have a folder of its own. */
export function keepSounds(core: Core, onFault: FaultReport): Worker {
  return startWorker(() => putSounds(core, server), lookEveryMs, onFault)
}
