import type { ReaderTools } from '../dialects/body/reader-tools.ts'
import { recordFiles } from '../files/record-files.ts'

/** Makes the technology that readers of bodies work with, for a thread of its own. */
export function makeReaderTools(): ReaderTools {
  return { files: recordFiles }
}
