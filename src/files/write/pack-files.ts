import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { PackedFile } from '../../core/import/record-file.ts'

/** How hard files are packed, as the sheets of workbooks are. */
const compressionLevel = 3

/** Writes a ZIP archive. Each file is opened when the one before it is written, so that none waits in memory. */
export async function* packFiles(files: readonly PackedFile[]): AsyncGenerator<Buffer> {
  const zip = new ZipFile()
  const output = zip.outputStream.pipe(new PassThrough())
  const opened: Readable[] = []
  for (const { name, bytes } of files) {
    zip.addReadStreamLazy(name, { compressionLevel }, (take) => {
      const content = Readable.from(bytes(), { objectMode: false })
      content.on('error', (error) => output.destroy(error))
      opened.push(content)
      take(null, content)
    })
  }
  zip.end()
  try {
    for await (const piece of output) yield piece
  } finally {
    for (const content of opened) content.destroy()
  }
}
