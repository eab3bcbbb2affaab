import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { groupCards, groupSheet } from '../../core/export/group-sheet.ts'
import type { Group } from '../../core/group/group.ts'
import type { WrittenFormat, WrittenSheet } from '../../core/import/record-file.ts'

/** The entries of a group, as far as the format has places for them. */
export function sheetOfGroup(core: Core, caller: Caller, group: Group, format: WrittenFormat): WrittenSheet {
  return format === 'vcf' ? groupCards(core, caller, group) : groupSheet(core, caller, group)
}

/** What people must know of a format that has no place for all of a group. */
export const cardsWarning =
  'a card has places for name, first_name, last_name, email, organization and note: other columns and callback data are left out'
