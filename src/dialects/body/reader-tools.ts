import type { RecordFiles } from '../../core/import/record-file.ts'

/** The technology that readers of bodies work with, in whichever thread they run. */
export interface ReaderTools {
  readonly files: RecordFiles
}

/** The tools of the server, and the module by which another thread makes its own. */
export interface ToolSet {
  readonly tools: ReaderTools
  /** A module that exports `makeReaderTools`, named from the folder of the dialects and without its ending. */
  readonly module: string
}
