import { type Command, Option } from 'commander'
import { findAccount } from '../../core/account/find-account.ts'
import type { AnyCaller } from '../../core/caller.ts'
import { type ChangeAuthor, type ChangeNoun, type ChangeQuery, changeNouns } from '../../core/change/change.ts'
import { type ChangesOfNumber, changesOfNumber } from '../../core/change/changes-of-number.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import { listCounts } from '../../core/change/list-counts.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import { onAccount } from '../../core/permission/callers.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readTime } from '../read-time.ts'
import { isoTime } from '../table.ts'
import { describeChange } from './describe-change.ts'

const usualLimit = 20

interface ListOptions extends CommonOptions {
  readonly account?: string
  readonly noun?: ChangeNoun
  readonly subject?: string
  readonly author?: ChangeAuthor
  readonly since?: number
  readonly until?: number
  readonly number?: string
  readonly before?: number
  readonly limit: number
}

/** `dialbook changes list [--account NAME] [--noun NOUN] …` */
export function addChangesList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the newest changes, the newest first.')
    .option('--account <name>', 'Only changes of one account (default: all changes).')
    .option(
      '--number <number>',
      'Only changes by which this number came somewhere or went, in any spelling; needs --account.',
    )
    .addOption(new Option('--noun <noun>', 'Only changes of one noun.').choices(changeNouns))
    .option('--subject <name>', "Only changes of the thing with this name: a group's name, an extension's number.")
    .option(
      '--author <who>',
      'Only changes by a person or system user, by `cli` or a dialect, or by `key 7`.',
      readAuthor,
    )
    .option('--since <time>', 'Only changes from this time on: 2026-11-21 or 2026-11-21T03:00:00Z; UTC.', readTime)
    .option('--until <time>', 'Only changes before this time.', readTime)
    .option(
      '--before <number>',
      'Only changes before this one, as the end of the last answer names it.',
      positiveInteger,
    )
    .option('--limit <count>', 'How many changes to list.', positiveInteger, usualLimit)
    .action((options: ListOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const { account, noun, subject, author, since, until, before } = options
        const caller = account === undefined ? owner : onAccount(owner, (await findAccount(core, owner, account)).id)
        const query = {
          ...(noun !== undefined && { noun }),
          ...(subject !== undefined && { subject }),
          ...(author !== undefined && { author }),
          ...(since !== undefined && { since }),
          ...(until !== undefined && { until }),
          ...(before !== undefined && { before }),
        }
        const { changes, next } = await changesIn(core, caller, options, query)
        // The history of one thing tells of its lists too, which are long to compare.
        const told = await Promise.all(
          changes.map(async (change) => {
            const of =
              change.accountId === null || subject === undefined ? undefined : onAccount(owner, change.accountId)
            return { change, numbers: of && (await listCounts(core, of, change)) }
          }),
        )
        const listed = told.map(({ change, numbers }) => ({
          ...change,
          at: isoTime(change.at),
          ...(numbers && { numbers }),
        }))
        return {
          text:
            (told
              .map(({ change, numbers }) => {
                const counts = numbers ? `  numbers: +${numbers.added} -${numbers.removed}` : ''
                return describeChange(change) + counts
              })
              .join('\n') || 'there are no changes') + goesOn(next),
          // Only the history of a number may end before its last change.
          json: options.number === undefined ? listed : { changes: listed, next },
        }
      }),
    )
}

function changesIn(
  core: Core,
  caller: AnyCaller,
  { limit, number }: ListOptions,
  query: ChangeQuery,
): Promise<ChangesOfNumber> {
  if (number === undefined) return findChanges(core, caller, limit, query).then((changes) => ({ changes, next: null }))
  const { accountId } = caller
  if (accountId === null)
    throw new Refusal('missing_value', 'a number belongs to an account: give --account', '--account')
  return changesOfNumber(core, { ...caller, accountId }, number, limit, query)
}

function goesOn(next: number | null): string {
  return next === null ? '' : `\nolder changes were not looked at: go on with --before ${next}`
}

function readAuthor(text: string): ChangeAuthor {
  const id = /^key ([1-9][0-9]{0,14})$/.exec(text)?.[1]
  return id === undefined ? { name: text } : { credentialId: Number(id) }
}
