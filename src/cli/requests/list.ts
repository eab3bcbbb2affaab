import { type Command, InvalidArgumentError, Option } from 'commander'
import { dialects } from '../../app.ts'
import { findRequests } from '../../core/request-log/find-requests.ts'
import { actOnBook, addCommand, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readTime } from '../read-time.ts'
import { type Column, isoTime, table } from '../table.ts'
import { changeInWords, keyInWords, showRequest } from './show-request.ts'
import { type WhoseOptions, whose, withWhose } from './whose-requests.ts'

const usualLimit = 20
/** So many characters of an id tell a request from every other. */
const shortId = 8
const columns: readonly Column[] = [
  ...(['ID', 'AT', 'DIALECT', 'KEY', 'METHOD', { title: 'PATH', givesWay: true }, 'STATUS'] as const),
  ...([
    { title: 'MS', isCount: true },
    { title: 'REASON', givesWay: true },
    { title: 'CHANGE', givesWay: true },
  ] as const),
]

interface ListOptions extends WhoseOptions {
  readonly key?: number
  readonly dialect?: string
  readonly status?: number
  readonly since?: number
  readonly until?: number
  readonly path?: string
  readonly limit: number
}

/** `dialbook requests list [--key ID] [--status 4xx] …` */
export function addRequestsList(parent: Command, edge: Edge): void {
  const names = dialects.map(({ name }) => name)
  withWhose(addCommand(parent, 'list', 'Lists the newest requests, the newest first.'))
    .option('--key <id>', 'Only those of one key, by its number in `key list`.', positiveInteger)
    .addOption(new Option('--dialect <name>', 'Only those of one dialect.').choices(names))
    .option('--status <status>', 'Only those with that status, as 404 or 4xx.', readStatus)
    .option('--since <time>', 'Only those from this time on: 2026-11-21 or 2026-11-21T03:00:00Z; UTC.', readTime)
    .option('--until <time>', 'Only those before this time.', readTime)
    .option('--path <text>', 'Only those with this text in the path, the name of the call, the reason or the id.')
    .option('--limit <count>', 'How many to list.', positiveInteger, usualLimit)
    .action((options: ListOptions) =>
      actOnBook(edge, options, async (book) => {
        const { key, dialect, status, since, until, path, limit } = options
        const requests = await findRequests(book.core, await whose(book, options), limit, {
          ...(key !== undefined && { credentialId: key }),
          ...(dialect !== undefined && { dialect }),
          ...(status !== undefined && { status }),
          ...(since !== undefined && { since }),
          ...(until !== undefined && { until }),
          ...(path !== undefined && { text: path }),
        })
        const rows = requests.map((each) => [
          ...[each.id.slice(0, shortId), isoTime(each.at), each.dialect, keyInWords(each), each.method, each.path],
          ...[String(each.status), String(each.ms), each.reason ?? '', changeInWords(each)],
        ])
        return {
          text: rows.length === 0 ? 'there are no requests' : table(columns, rows, edge.outWidth),
          json: { requests: requests.map(showRequest) },
        }
      }),
    )
}

function readStatus(text: string): number {
  const found = /^([1-5])(?:xx|([0-9]{2}))$/i.exec(text)
  if (!found) throw new InvalidArgumentError('It must be a status such as 404, or 4xx for all that begin so.')
  return Number(`${found[1]}${found[2] ?? ''}`)
}
