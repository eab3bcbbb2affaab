import type { Snapshot } from '../change/change.ts'
import type { Preview } from './preview.ts'

/** The state of a preview as its changes keep it: without the cells of the file. */
export function snapshotPreview({ columns: _columns, ...state }: Preview): Snapshot {
  return state
}
