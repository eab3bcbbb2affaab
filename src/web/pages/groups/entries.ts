import { addEntries } from '../../../core/entry/add-entries.ts'
import type { EntryDetails, EntryDraft } from '../../../core/entry/entry.ts'
import { removeEntry } from '../../../core/entry/remove-entry.ts'
import { updateEntry } from '../../../core/entry/update-entry.ts'
import { Refusal } from '../../../core/errors.ts'
import { isDialCode, storedPhone } from '../../../core/list/stored-phone.ts'
import { readNumber } from '../../../core/number/read-number.ts'
import { withToast } from '../../toast.ts'
import type { Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { type Rejected, showGroup } from './group.ts'

const letters = ['a', 'b', 'c', 'd', 'e'] as const

/** The most lines that are pasted at once. Files have the import. */
const mostLines = 5000
const longestValue = 1000

/** Adds the pasted lines: the number first, then the columns, as spreadsheets copy them. Nothing is added while one line is wrong. */
export const addEntriesAction: Route = {
  method: 'POST',
  path: '/groups/:id/entries',
  async answer(view) {
    const lines = (view.form.get('lines') ?? '').split(/\r\n|\r|\n/)
    if (lines.length > mostLines) throw new Refusal('invalid_value', `at most ${mostLines} lines at once`, 'lines')
    const drafts: EntryDraft[] = []
    const rejected: Rejected[] = []
    for (const [index, text] of lines.entries()) {
      if (text.trim() === '') continue
      const draft = readLine(text)
      if (draft) drafts.push(draft)
      else rejected.push({ line: index + 1, text: text.slice(0, 100) })
    }
    if (rejected.length > 0) return showGroup(view, rejected)
    const id = wholeIn(view.parameters.id)
    if (drafts.length === 0) return { goTo: `/book/groups/${id}` }
    await addEntries(view.core, view.caller, { id }, drafts)
    return { goTo: await withToast(view, `/book/groups/${id}`) }
  },
}

function readLine(text: string): EntryDraft | undefined {
  const [given = '', ...values] = text.split('\t').map((each) => each.trim())
  const phone = phoneOf(given)
  if (phone === undefined || values.length > letters.length || values.some((each) => each.length > longestValue))
    return undefined
  const pairs = letters.flatMap((each, index) => (values[index] ? [[each, values[index]] as const] : []))
  return pairs.length === 0 ? { phone } : { phone, details: Object.fromEntries(pairs) as EntryDetails }
}

/** The number, or the code to dial, that a text is; undefined for anything else. */
function phoneOf(given: string): string | undefined {
  const phone = storedPhone(given)
  return 'number' in readNumber(given) || isDialCode(phone) ? phone : undefined
}

/** Changes a number and its columns. */
export const updateEntryAction: Route = {
  method: 'POST',
  path: '/groups/:id/entries/:entry',
  async answer(view) {
    const { form, parameters } = view
    const phone = phoneOf(form.get('phone') ?? '')
    if (phone === undefined) throw new Refusal('invalid_value', 'that is no number', 'phone')
    const details = Object.fromEntries(
      letters.map((each) => [each, form.get(each)?.trim().slice(0, longestValue) || null]),
    )
    await updateEntry(view.core, view.caller, wholeIn(parameters.entry), { phone, details })
    return { goTo: await withToast(view, `/book/groups/${wholeIn(parameters.id)}`) }
  },
}

/** Removes a number from the group. */
export const removeEntryAction: Route = {
  method: 'POST',
  path: '/groups/:id/entries/:entry/remove',
  async answer(view) {
    const { parameters } = view
    await removeEntry(view.core, view.caller, wholeIn(parameters.entry))
    return { goTo: await withToast(view, `/book/groups/${wholeIn(parameters.id)}`) }
  },
}
