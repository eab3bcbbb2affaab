import type { Change } from '../core/change/change.ts'
import { findChanges } from '../core/change/find-changes.ts'
import { canBeUndone } from '../core/undo/can-be-undone.ts'
import { html, type Shown } from './html.ts'
import { name, postForm } from './parts.ts'
import { isTextKey } from './texts/texts.ts'
import type { View } from './view.ts'
import { wholeIn } from './whole-in.ts'

/** The place to go to after a change, where a toast tells of it and offers to undo it. */
export async function withToast(view: View, path: string): Promise<string> {
  const newest = await newestOwn(view)
  return newest ? `${path}${path.includes('?') ? '&' : '?'}done=${newest.number}` : path
}

/** The newest change of the person. */
export async function newestOwn({ core, caller, who }: View): Promise<Change | undefined> {
  const [newest] = await findChanges(core, caller, 1, { author: { name: who.person.name } })
  return newest
}

/** How far back the change of a toast is looked for. */
const recent = 50

/** The toast of a change that the person has just made. */
export async function toastOf(view: View): Promise<Shown> {
  const number = wholeIn(view.query.get('done'))
  if (!(number > 0)) return ''
  const { core, caller, who, t } = view
  const changes = await findChanges(core, caller, recent, { author: { name: who.person.name } })
  const change = changes.find((each) => each.number === number)
  if (!change) return ''
  const undo = postForm(
    view,
    '/book/history/undo',
    html`<input type="hidden" name="number" value="${number}"><button class="quiet">${t('page.undo')}</button>`,
  )
  return html`<div class="toast" role="status"><span>${describe(view, change)}</span>${view.may('change.undo') && canBeUndone(change) ? undo : ''}</div>`
}

/** A change in one line: `Group “Customers” removed`. */
export function describe(
  { t }: Pick<View, 't'>,
  { noun, verb, subject }: Pick<Change, 'noun' | 'verb' | 'subject'>,
): Shown {
  const key = `noun.${noun}`
  return html`${isTextKey(key) ? t(key) : t('noun.other', { noun })} ${name(subject)} ${t(`verb.${verb}`)}`
}
