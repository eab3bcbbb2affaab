import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { openRecording } from '../../core/recording/open-recording.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { recordingSettings } from './verify.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly out: string
}

/** `dialbook recordings export FILE… --out DIR` */
export function addRecordingsExport(parent: Command, edge: Edge): void {
  addCommand(parent, 'export', 'Copies recordings, and proves that each copy is whole.', recordingSettings)
    .argument('<files...>', 'the files, as `recordings list` names them')
    .requiredOption('--out <folder>', 'where to copy them to')
    .option(...accountOption)
    .action((files: readonly string[], { out, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        await mkdir(out, { recursive: true, mode: 0o700 })
        const copied: string[] = []
        for (const file of files) {
          const { recording, sound } = await openRecording(book.core, caller, file)
          const target = join(out, recording.file)
          const hash = createHash('sha256')
          const summed = async function* (): AsyncGenerator<Uint8Array> {
            for await (const chunk of sound.chunks) {
              hash.update(chunk)
              yield chunk
            }
          }
          await pipeline(Readable.from(summed()), createWriteStream(`${target}.new`, { mode: 0o600 }))
          if (hash.digest('hex') !== recording.sha256) {
            throw new Refusal('damaged', `${recording.file} is not as it was recorded: ${target}.new has what is left`)
          }
          await rename(`${target}.new`, target)
          copied.push(target)
        }
        return { text: copied.join('\n'), json: { account: account.name, copied } }
      }),
    )
}
