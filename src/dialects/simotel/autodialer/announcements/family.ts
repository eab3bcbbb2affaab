import type { Family } from '../../announcement.wire.ts'

const numbers: Readonly<Record<string, number>> = { upload: 1, add: 2, search: 3, update: 4, remove: 5 }

/** The announcements of the autodialer (docs/wire/simotel.md §4). */
export const family: Family = {
  list: 'autodialer',
  note: 'description',
  pages: (action) => `5-Autodialer_API/5-announcement/${numbers[action]}-announcement_${action}.md`,
  uploaded: '',
}
