import { addAccount } from '../../../core/account/add-account.ts'
import { findAccounts } from '../../../core/account/find-accounts.ts'
import { setAccountEnabled } from '../../../core/account/set-account-enabled.ts'
import { liftBlock } from '../../../core/block/lift-block.ts'
import { hidden, input, neededText } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { mark, name, postForm, sheet } from '../../parts.ts'
import type { Route, View } from '../../view.ts'
import { ownerOf } from './owner.ts'

const longestName = 255

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
  const add = html`${input(t('groups.name'), 'name', { needed: true, longest: longestName })}<button>${t('server.newAccount')}</button>`
  return html`<h2>${t('server.accounts')}</h2>${sheet(t('server.accounts'), titles, rows)}${postForm(view, '/book/server/accounts', add, 'row spaced')}`
}

/** Makes an account. */
export const addAccountAction: Route = {
  method: 'POST',
  path: '/server/accounts',
  async answer(view) {
    await addAccount(view.core, ownerOf(view), neededText(view.form, 'name', longestName))
    return { goTo: '/book/server' }
  },
}

/** Enables or disables an account. */
export const setAccountAction: Route = {
  method: 'POST',
  path: '/server/accounts/state',
  async answer(view) {
    const { core, form } = view
    await setAccountEnabled(core, ownerOf(view), form.get('name') ?? '', form.get('to') === 'on')
    return { goTo: '/book/server' }
  },
}

/** Ends the blocks of an address. */
export const liftBlockAction: Route = {
  method: 'POST',
  path: '/server/blocks/lift',
  async answer(view) {
    await liftBlock(view.core, ownerOf(view), view.form.get('address') ?? '')
    return { goTo: '/book/server' }
  },
}
