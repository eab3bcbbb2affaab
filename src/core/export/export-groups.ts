import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { findGroups } from '../group/find-groups.ts'
import { getGroup } from '../group/get-group.ts'
import type { Group, GroupRef } from '../group/group.ts'
import type { WrittenFormat } from '../import/record-file.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { fileNameOf } from './file-name.ts'
import { sheetOfGroup } from './group-sheet.ts'

/** The formats of exports, the usual one first. */
export const exportFormats = ['csv', 'xlsx', 'vcf', 'json'] as const satisfies readonly WrittenFormat[]

/** The media types of the formats, and that of an archive. */
export const exportTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  vcf: 'text/vcard; charset=utf-8',
  json: 'application/json; charset=utf-8',
  zip: 'application/zip',
} as const

/** The most groups in one archive. */
export const exportedAtMost = 100

/** Numbers that a workbook has rows for, below its titles. */
const workbookNumbers = 1_048_575

/** A file that is written as it is read. */
export interface ExportedFile {
  readonly name: string
  readonly type: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/**
 * The numbers of a group as a file. Its list never changes, so that the file is of one moment, however slowly somebody reads it.
 *
 * @throws Refusal `not_found`; `invalid_value` of `format` for a workbook of more numbers than it has rows.
 */
export async function exportGroup(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  format: WrittenFormat,
): Promise<ExportedFile> {
  mustBeAllowed(caller, 'entry.find')
  return fileOf(core, caller, await getGroup(core, caller, ref), format)
}

/**
 * The numbers of some groups as an archive with a file for each, all as they were at one moment.
 *
 * @throws Refusal `invalid_value` of `ids` when they are more than {@link exportedAtMost}, or one is that of no group; of `format`
 * as {@link exportGroup} does.
 */
export async function exportGroups(
  core: Core,
  caller: Caller,
  ids: readonly number[],
  format: WrittenFormat,
): Promise<ExportedFile> {
  mustBeAllowed(caller, 'entry.find')
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) throw new Refusal('missing_value', 'name at least one group', 'ids')
  if (wanted.length > exportedAtMost) {
    throw new Refusal('invalid_value', `there must be at most ${exportedAtMost} groups`, 'ids')
  }
  const of = wanted.map((value) => ({ kind: 'compare', field: 'id', by: 'eq', value }) as const)
  const query = { filter: { kind: 'or', of }, sort: { by: 'id', descending: false } } as const
  const { items } = await findGroups(core, caller, query, { start: 0, count: exportedAtMost })
  const missing = wanted.find((id) => !items.some((group) => group.id === id))
  if (missing !== undefined) throw new Refusal('invalid_value', `there is no group ${missing}`, 'ids')
  const files = items.map((group) => fileOf(core, caller, group, format))
  const packed = files.map(({ name, bytes }) => ({ name, bytes: () => bytes }))
  return { name: 'groups.zip', type: exportTypes.zip, bytes: core.files.pack(packed) }
}

function fileOf(core: Core, caller: Caller, group: Group, format: WrittenFormat): ExportedFile {
  if (format === 'xlsx' && group.count > workbookNumbers) {
    throw new Refusal('invalid_value', `an XLSX has room for ${workbookNumbers} numbers: export as csv`, 'format')
  }
  return {
    name: fileNameOf(group, format),
    type: exportTypes[format],
    bytes: core.files.write(format, sheetOfGroup(core, caller, group, format)),
  }
}
