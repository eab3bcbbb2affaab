import { InvalidArgumentError } from 'commander'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import { findNamedFolder } from '../../core/folder/find-named-folder.ts'
import type { ColumnTitles, GroupFields } from '../../core/group/group.ts'
import { readTime } from '../read-time.ts'

type Titles = Partial<ColumnTitles>

/** The fields of a group as options give them. */
export interface FieldOptions {
  readonly description?: string
  readonly title?: Titles
  readonly folder?: string
  readonly deleteAt?: Deletion
}

const rootFolder = '/'
const columns = ['a', 'b', 'c', 'd', 'e'] as const
const longest = { name: 255, description: 1000, title: 50 }

/** Reads the name of a group, by the rule of the widest dialect. */
export function readGroupName(text: string): string {
  return readText(text, { min: 1, max: longest.name, hasLines: false })
}

/** Reads a description; an empty one clears it. */
export function readDescription(text: string): string {
  return readText(text, { min: 0, max: longest.description, hasLines: true })
}

/** Reads one more `a=TEXT`; an empty text clears the title. */
export function readTitle(text: string, before: Titles = {}): Titles {
  const [, letter, title = ''] = /^([a-e])=(.*)$/s.exec(text) ?? []
  const column = columns.find((each) => each === letter)
  if (!column) throw new InvalidArgumentError('It must be a column and its title, as a=First name.')
  return { ...before, [column]: readText(title, { min: 0, max: longest.title, hasLines: false }) || null }
}

/** A planned deletion as an option gives it: the commander takes a bare null for an option without a value. */
interface Deletion {
  readonly at: number | null
}

/** Reads the time of a planned deletion. */
export function readDeletion(text: string): Deletion {
  return { at: text === 'never' ? null : readTime(text) }
}

/**
 * The fields that the options give a group.
 *
 * @throws Refusal when there is no such folder, or the planned deletion is not in the future.
 */
export async function fieldsOf(core: Core, caller: Caller, options: FieldOptions): Promise<GroupFields> {
  const { description, title, folder, deleteAt } = options
  if (deleteAt && deleteAt.at !== null && deleteAt.at <= core.clock.now()) {
    throw new Refusal(
      'invalid_value',
      'a planned deletion must be in the future: `groups remove` removes at once',
      'deleteAt',
    )
  }
  return {
    ...(description !== undefined && { description: description || null }),
    ...(title && { columns: title }),
    ...(folder !== undefined && {
      folderId: folder === rootFolder ? null : (await findNamedFolder(core, caller, folder)).id,
    }),
    ...(deleteAt && { plannedDeletionAt: deleteAt.at }),
  }
}

interface TextRule {
  readonly min: number
  readonly max: number
  readonly hasLines: boolean
}

function readText(text: string, { min, max, hasLines }: TextRule): string {
  if (text.length < min) throw new InvalidArgumentError('It must not be empty.')
  if ([...text].length > max) throw new InvalidArgumentError(`It must have at most ${max} characters.`)
  if (!text.isWellFormed() || (hasLines ? text.replace(/[\t\r\n]/g, '') : text).match(/[\p{Cc}\u2028\u2029]/u)) {
    throw new InvalidArgumentError('It must have no control characters.')
  }
  return text
}
