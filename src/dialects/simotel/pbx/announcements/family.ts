import type { Family } from '../../announcement.wire.ts'

const numbers: Readonly<Record<string, number>> = { upload: 1, add: 2, search: 3, update: 4, remove: 5 }

/** The announcements of the PBX (docs/wire/simotel.md §5). */
export const family: Family = {
  list: 'pbx',
  note: 'comment',
  pages: (action) => `2-SimotelAPI/v4/8-announcement/${numbers[action]}-announcement_${action}.md`,
  uploaded: '1 file(s) uploaded successfully',
}
