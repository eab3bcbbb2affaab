import { addEntries } from '../../../core/entry/add-entries.ts'
import { removeEntry } from '../../../core/entry/remove-entry.ts'
import { updateEntry } from '../../../core/entry/update-entry.ts'
import { Refusal } from '../../../core/errors.ts'
import { withToast } from '../../toast.ts'
import type { Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { groupPage } from './group.ts'
import { longestValue, mostLines, pastedLines, phoneOf } from './pasted-lines.ts'

const letters = ['a', 'b', 'c', 'd', 'e'] as const

/** Adds the pasted lines: the number first, then the columns, as spreadsheets copy them. Nothing is added while one line is wrong. */
export const addEntriesAction: Route = {
  method: 'POST',
  path: '/groups/:id/entries',
  formOn: groupPage,
  async answer(view) {
    const { drafts, rejected, isTooLong } = pastedLines(view.form.get('lines') ?? '')
    if (isTooLong) throw new Refusal('invalid_value', `at most ${mostLines} lines at once`, 'lines')
    if (rejected.length > 0) throw new Refusal('invalid_value', `${rejected.length} lines are no numbers`, 'lines')
    const id = wholeIn(view.parameters.id)
    if (drafts.length === 0) return { goTo: `/book/groups/${id}` }
    await addEntries(view.core, view.caller, { id }, drafts)
    return { goTo: await withToast(view, `/book/groups/${id}`) }
  },
}

/** Changes a number and its columns. */
export const updateEntryAction: Route = {
  method: 'POST',
  path: '/groups/:id/entries/:entry',
  formOn: groupPage,
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
