import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Caller } from '../../../core/caller.ts'
import type { Core } from '../../../core/core.ts'
import type { Entry } from '../../../core/entry/entry.ts'
import { findAllEntries } from '../../../core/entry/find-all-entries.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import type { Group } from '../../../core/group/group.ts'
import { readId } from '../ids.ts'
import { operation } from '../operation.ts'
import { inert } from './inert-cell.ts'

/** Lines that are made at once: about a millisecond's work. */
const step = 1000

/** Sends the phones of a group as a csv file, titled with the names of its columns. */
export const groupsGetCsv = operation({
  name: 'group_file_csv_get',
  method: 'GET',
  url: '/groups/:id/file/csv',
  page: 'https://doc.lox24.eu/api/',
  fixedFormat: 'json',
  about: () => ({ summary: 'Send the phones of a group as a csv file', answer: { kind: 'csv' } }),
  async answer(core, { caller, params }) {
    const group = await getGroup(core, caller, { id: readId(params.id) })
    const content = Readable.from(lines(core, caller, group), { objectMode: false })
    return { kind: 'csv', filename: `group-${group.id}.csv`, content }
  },
})

/** The lines of the file. They are all of one list version, whatever is written in the meantime. */
async function* lines(core: Core, caller: Caller, group: Group): AsyncGenerator<string> {
  const { a, b, c, d, e } = group.columns
  const titles = [a || 'col_A', b || 'col_B', c || 'col_C', d || 'col_D', e || 'col_E']
  yield line(['id', 'phone', ...titles, 'callback_data'])
  for await (const entries of findAllEntries(core, caller, group)) {
    for (let start = 0; start < entries.length; start += step) {
      yield entries
        .slice(start, start + step)
        .map(entryLine)
        .join('')
      // Others are served between the steps: a client that reads fast never makes the stream wait, and SQLite answers
      // at once.
      await setImmediate()
    }
  }
}

function entryLine({ id, phone, details }: Entry): string {
  const start = `${id},${written(phone)}`
  if (!details) return `${start},,,,,,\n`
  const { a = '', b = '', c = '', d = '', e = '', callbackData = '' } = details
  return `${start},${[a, b, c, d, e, callbackData].map(written).join(',')}\n`
}

function line(cells: readonly string[]): string {
  return `${cells.map(written).join(',')}\n`
}

/** A cell as it is written: quoted where PHP's `fputcsv` quotes it, for commas, quotes, backslashes and white space. */
function written(given: string): string {
  if (given === '' || usual.test(given)) return given
  const cell = inert(given)
  return /[",\\\r\n\t ]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Cells that are written as they are, as most are: numbers and words. */
const usual = /^(?:\+?[0-9]+|[0-9A-Za-z][^",\\\s]*)$/
