import { findAccounts } from '../../../core/account/find-accounts.ts'
import { mustExist } from '../../../core/errors.ts'
import { addPerson, type Invited } from '../../../core/person/add-person.ts'
import { findPeople } from '../../../core/person/find-people.ts'
import type { Person } from '../../../core/person/person.ts'
import { resetPerson } from '../../../core/person/reset-person.ts'
import { setPersonEnabled } from '../../../core/person/set-person-enabled.ts'
import { choice, hidden, input, neededText, wordOf } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { mark, name, postForm, sheet } from '../../parts.ts'
import type { Answer, Route, View } from '../../view.ts'
import { ownerOf } from './owner.ts'

const roles = ['reader', 'administrator', 'owner'] as const

/** The people with their roles, and the form that invites somebody. */
export async function peoplePart(view: View): Promise<Html> {
  const { core, t } = view
  const owner = ownerOf(view)
  const people = await findPeople(core, owner)
  const accounts = await findAccounts(core, owner)
  const named = new Map(accounts.map((each) => [each.id, each.name]))
  const rows = people.map(
    (each) =>
      html`<tr><td class="text">${name(each.name)}</td><td>${t(`role.${each.role}`)}</td><td class="text">${name(named.get(each.accountId ?? 0) ?? '')}</td><td>${stateOf(view, each)}</td><td class="end">${actions(view, each)}</td></tr>`,
  )
  const titles = [t('groups.name'), t('server.role'), t('page.account'), t('programs.state'), '']
  const add = html`${input(t('groups.name'), 'name', { needed: true, longest: 64 })}${choice(
    t('server.role'),
    'role',
    roles.map((each) => [each, t(`role.${each}`)]),
  )}${choice(
    t('page.account'),
    'account',
    accounts.map((each) => [String(each.id), each.name]),
  )}<button>${t('server.invite')}</button>`
  return html`<h2>${t('server.people')}</h2>${sheet(t('server.people'), titles, rows)}${postForm(view, '/book/server/people', add, 'row spaced')}`
}

function stateOf({ t }: View, { enabled, hasPassword }: Person): Html {
  if (!enabled) return mark(t('programs.disabled'), 'bad')
  return hasPassword ? mark(t('programs.enabled'), 'good') : mark(t('server.invited'), 'calm')
}

function actions(view: View, person: Person): Html | '' {
  const { t, who } = view
  if (person.id === who.person.id) return ''
  const turn = t(person.enabled ? 'programs.disable' : 'programs.enable')
  const form = (path: string, label: string, more: Html | '') =>
    postForm(
      view,
      `/book/server/people/${path}`,
      html`${hidden('name', person.name)}${more}<button class="quiet" aria-label="${label}: ${person.name}">${label}</button>`,
    )
  return html`${form('state', turn, hidden('to', person.enabled ? 'off' : 'on'))}${form('reset', t('server.reset'), '')}`
}

/** Invites a person, and shows the link once. */
export const addPersonAction: Route = {
  method: 'POST',
  path: '/server/people',
  async answer(view) {
    const { core, form, accounts } = view
    const owner = ownerOf(view)
    const role = wordOf(form, 'role', roles)
    const account = accounts.find(({ id }) => String(id) === form.get('account'))
    const accountId = role === 'owner' ? null : mustExist(account, 'account').id
    return showLink(view, await addPerson(core, owner, { name: neededText(form, 'name', 64), role, accountId }))
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
