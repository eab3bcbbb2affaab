import { findAccounts } from '../../../core/account/find-accounts.ts'
import { hidden } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { mark, name, postForm, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { View } from '../../view.ts'
import { ownerOf } from './owner.ts'

/** The longest name of an account. */
export const longestName = 255

/** The accounts, and the form for a new one. */
export async function accountsPart(view: View): Promise<Html> {
  const { core, t } = view
  const accounts = await findAccounts(core, ownerOf(view))
  const rows = accounts.map((each) => {
    const label = t(each.enabled ? 'programs.disable' : 'programs.enable')
    const content = html`${hidden('name', each.name)}${hidden('to', each.enabled ? 'off' : 'on')}<button class="quiet" aria-label="${label}: ${each.name}">${label}</button>`
    return html`<tr><td class="text">${name(each.name)}</td><td><bdi dir="ltr">${each.country}</bdi></td><td class="when">${view.moment(each.createdAt)}</td><td>${each.enabled ? mark(t('programs.enabled'), 'good') : mark(t('programs.disabled'), 'bad')}</td><td class="end">${postForm(view, '/book/server/accounts/state', content)}</td></tr>`
  })
  const titles = [t('groups.name'), t('server.country'), t('programs.made'), t('programs.state'), '']
  const form = sentForm(view, 'account')
  const add = html`${form.input(t('groups.name'), 'name', { needed: true, longest: longestName })}<button>${t('server.newAccount')}</button>`
  return html`<h2>${t('server.accounts')}</h2>${sheet(t('server.accounts'), titles, rows)}${form.send('/book/server/accounts', add, 'row spaced')}`
}
