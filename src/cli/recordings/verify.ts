import type { Command } from 'commander'
import type { SettingKey } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import { verifyRecordings } from '../../core/recording/verify-recordings.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

/** The settings that lead to the files. */
export const recordingSettings: readonly SettingKey[] = ['data', 'database.url', 'recording.folder']

/** `dialbook recordings verify` */
export function addRecordingsVerify(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'verify',
    'Reads every file, and names those that are not as they were recorded.',
    recordingSettings,
  )
    .option(...accountOption)
    .action(async (options: CommonOptions & { readonly account?: string }) => {
      const broken: { file: string; problem: string }[] = []
      await actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        let verified = 0
        for await (const { recording, problem } of verifyRecordings(book.core, caller)) {
          verified += 1
          if (problem !== null) broken.push({ file: recording.file, problem })
        }
        const lines = broken.map(({ file, problem }) => `${file} is ${problem}`)
        return {
          text: [...lines, `recordings: ${verified}, not whole: ${broken.length}`].join('\n'),
          json: { account: account.name, verified, broken },
        }
      })
      if (broken.length > 0) throw new Refusal('damaged', `recordings that are not whole: ${broken.length}`)
    })
}
