import { mustExist } from '../../../core/errors.ts'
import { addPerson, type Invited } from '../../../core/person/add-person.ts'
import { resetPerson } from '../../../core/person/reset-person.ts'
import { setPersonEnabled } from '../../../core/person/set-person-enabled.ts'
import { neededText, wordOf } from '../../form.ts'
import { html } from '../../html.ts'
import type { Answer, Route, View } from '../../view.ts'
import { ownerOf } from './owner.ts'
import { roles } from './people.ts'
import { serverPage } from './server.ts'

/** Invites a person, and shows the link once. */
export const addPersonAction: Route = {
  method: 'POST',
  path: '/server/people',
  formOn: serverPage,
  async answer(view) {
    const { core, form, accounts } = view
    const owner = ownerOf(view)
    const role = wordOf(form, 'role', roles)
    const account = accounts.find(({ id }) => String(id) === form.get('account'))
    const accountId = role === 'owner' ? null : mustExist(account, 'account').id
    const name = neededText(form, 'name', 64)
    return showLink(view, await addPerson(core, owner, { name, role, accountId }))
  },
}

/** Invites a person anew, and shows the link once. */
export const resetPersonAction: Route = {
  method: 'POST',
  path: '/server/people/reset',
  async answer(view) {
    return showLink(view, await resetPerson(view.core, ownerOf(view), view.form.get('name') ?? ''))
  },
}

function showLink({ t, origin }: View, { person, key }: Invited): Answer {
  return {
    title: t('server.linkOf', { name: person.name }),
    nav: 'nav.server',
    content: html`<p>${t('server.link')}</p><pre tabindex="0">${`${origin}/book/join?key=${encodeURIComponent(key)}`}</pre><p><a href="/book/server">${t('nav.server')}</a></p>`,
  }
}

/** Enables or disables a person. */
export const setPersonAction: Route = {
  method: 'POST',
  path: '/server/people/state',
  async answer(view) {
    const { core, form } = view
    await setPersonEnabled(core, ownerOf(view), form.get('name') ?? '', form.get('to') === 'on')
    return { goTo: '/book/server' }
  },
}
