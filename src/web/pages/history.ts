import type { Change, Snapshot } from '../../core/change/change.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import { canBeUndone } from '../../core/undo/can-be-undone.ts'
import { undoChange } from '../../core/undo/undo-change.ts'
import { enteredTimes } from '../entered-times.ts'
import { finder } from '../form.ts'
import { type Html, html, type Shown } from '../html.ts'
import { name, postForm } from '../parts.ts'
import { describe, withToast } from '../toast.ts'
import type { Route, View } from '../view.ts'
import { wholeIn } from '../whole-in.ts'

const mostChanges = 100

/** The newest changes of the account: who changed what, before and after. */
export const historyPage: Route = {
  method: 'GET',
  path: '/history',
  async answer(view) {
    const { core, caller, t, query } = view
    const before = wholeIn(query.get('before'))
    const { since, until, texts, fields } = enteredTimes(view)
    const asked = {
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(before > 0 && { before }),
    }
    const changes = await findChanges(core, caller, mostChanges, asked)
    const last = changes.length === mostChanges ? changes.at(-1) : undefined
    const older = last && new URLSearchParams({ ...texts, before: String(last.number) })
    const nothing = Object.keys(asked).length > 0 ? t('history.none') : t('history.empty')
    const rows = changes.map(
      (change) =>
        html`<tr id="change-${change.number}"><td class="when">${view.moment(change.at)}</td><td>${author(change)}</td><td class="text">${describe(view, change)}<div class="after">${differences(view, change.before, change.after)}${undoForm(view, change)}</div></td></tr>`,
    )
    const table = html`<div class="sheet" tabindex="0" role="region" aria-label="${t('history.title')}"><table><thead><tr><th scope="col">${t('history.when')}</th><th scope="col">${t('history.who')}</th><th scope="col">${t('history.what')}</th></tr></thead><tbody>${rows}</tbody></table></div>`
    return {
      title: t('history.title'),
      nav: 'nav.history',
      content: html`${finder('/book/history', fields, t('groups.find'))}${changes.length === 0 ? html`<p>${nothing}</p>` : table}${older && html`<p><a href="/book/history?${older.toString()}" rel="next">${t('history.older')}</a></p>`}`,
    }
  },
}

/** The author of a change; that of a program leads to its requests until then. */
function author({ at, origin, name: person, credentialId }: Change): Html {
  const who = name(person ?? origin)
  return credentialId === null ? who : html`<a href="/book/requests?key=${credentialId}&until=${at + 1}">${who}</a>`
}

function undoForm(view: View, change: Change): Shown {
  if (!view.may('change.undo') || !canBeUndone(change)) return ''
  const content = html`<input type="hidden" name="number" value="${change.number}"><button class="quiet">${view.t('page.undo')}</button>`
  return postForm(view, '/book/history/undo', content)
}

function differences({ t }: View, before: Snapshot | null, after: Snapshot | null): Shown {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (each) => each !== 'id',
  )
  const differing = fields.filter((field) => shownIn(before, field) !== shownIn(after, field))
  if (differing.length === 0) return ''
  const rows = differing.map(
    (field) =>
      html`<tr><th scope="row"><bdi>${field}</bdi></th><td class="text">${name(shownIn(before, field))}</td><td class="text">${name(shownIn(after, field))}</td></tr>`,
  )
  return html`<details><summary>${t('history.details')}</summary><table><thead><tr><td></td><th scope="col">${t('history.before')}</th><th scope="col">${t('history.after')}</th></tr></thead><tbody>${rows}</tbody></table></details>`
}

function shownIn(state: Snapshot | null, field: string): string {
  const value = state?.[field] ?? null
  if (value === null) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/** Undoes a change. The toast of the undo offers to undo it in turn. */
export const undoAction: Route = {
  method: 'POST',
  path: '/history/undo',
  async answer(view) {
    await undoChange(view.core, view.caller, wholeIn(view.form.get('number')))
    return { goTo: await withToast(view, '/book/history') }
  },
}
