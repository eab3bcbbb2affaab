import type { Command } from 'commander'
import { findRequest } from '../../core/request-log/find-requests.ts'
import type { KeptBody } from '../../core/request-log/logged-request.ts'
import { actOnBook, addCommand } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime } from '../table.ts'
import { changeInWords, keyInWords, showRequest } from './show-request.ts'
import { type WhoseOptions, whose, withWhose } from './whose-requests.ts'

const problems: Readonly<Record<NonNullable<KeptBody['problem']>, string>> = {
  long: 'it was too long to be kept',
  unreadable: 'it was not kept, since nobody can tell where its secrets are',
  secret: 'its secrets are masked',
}

/** `dialbook requests show ID` */
export function addRequestsShow(parent: Command, edge: Edge): void {
  const command = addCommand(parent, 'show', 'Shows a request, with its body while that is kept.')
  withWhose(command.argument('<id>', 'its id, or the beginning of it')).action((id: string, options: WhoseOptions) =>
    actOnBook(edge, options, async (book) => {
      const { request, body } = await findRequest(book.core, await whose(book, options), id)
      const facts: readonly (readonly [string, string | number | null])[] = [
        ['id', request.id],
        ['at', isoTime(request.at)],
        ['dialect', request.dialect],
        ['call', request.operation],
        ['key', keyInWords(request)],
        ['request', `${request.method} ${request.path}`],
        ['status', request.status],
        ['reason', request.reason],
        ['took', `${request.ms} ms`],
        ['bytes', `${request.received ?? 0} came, ${request.sent ?? 'unknown'} sent`],
        ['change', changeInWords(request)],
        ['replay of', request.replay && `${request.replay.of} by ${request.replay.by}`],
        [
          'body',
          body ? [body.text ?? '', body.problem && `(${problems[body.problem]})`].filter(Boolean).join(' ') : '',
        ],
      ]
      const lines = facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => `${name}: ${value}`)
      return { text: lines.join('\n'), json: { ...showRequest(request), body: body ?? null } }
    }),
  )
}
