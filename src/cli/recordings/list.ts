import type { Command } from 'commander'
import { findRecordings } from '../../core/recording/find-recordings.ts'
import type { Recording } from '../../core/recording/recording.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime, table } from '../table.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly extension?: string
  readonly limit: number
  readonly before?: number
}

const columns = ['ID', 'BEGAN', 'SECONDS', 'EXTENSION', 'OTHER', 'BYTES', { title: 'FILE', givesWay: true }] as const

/** `dialbook recordings list` */
export function addRecordingsList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists recordings, the newest first.')
    .option('--extension <number>', 'only those of this extension')
    .option('--limit <count>', 'how many to list', positiveInteger, 100)
    .option('--before <id>', 'only recordings with a lower id', positiveInteger)
    .option(...accountOption)
    .action(({ extension, limit, before, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const page = { limit, ...(extension !== undefined && { extension }), ...(before !== undefined && { before }) }
        const recordings = await findRecordings(book.core, caller, page)
        const rows = recordings.map((each) => [
          ...[String(each.id), isoTime(each.startedAt), String(Math.round((each.endedAt - each.startedAt) / 1000))],
          ...[each.extension, each.other, String(each.bytes), each.file],
        ])
        const text = rows.length === 0 ? 'there is no recording' : table(columns, rows, edge.outWidth)
        return { text, json: { account: account.name, recordings: recordings.map(showRecording) } }
      }),
    )
}

/** A recording as people may see it. */
export function showRecording({ accountId: _, ...recording }: Recording): object {
  const { startedAt, endedAt } = recording
  return { ...recording, startedAt: isoTime(startedAt), endedAt: isoTime(endedAt) }
}
