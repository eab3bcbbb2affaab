import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addRecordingsExport } from './export.ts'
import { addRecordingsList } from './list.ts'
import { addRecordingsVerify } from './verify.ts'

/** `dialbook recordings …` */
export function addRecordingsCommands(program: Command, edge: Edge): void {
  const recordings = program.command('recordings').description('Recorded calls, of the extensions with `call_record`.')
  addRecordingsList(recordings, edge)
  addRecordingsVerify(recordings, edge)
  addRecordingsExport(recordings, edge)
}
