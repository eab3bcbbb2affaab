import { findAccounts } from '../../../core/account/find-accounts.ts'
import { findPeople } from '../../../core/person/find-people.ts'
import type { Person } from '../../../core/person/person.ts'
import { hidden } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { mark, name, postForm, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { View } from '../../view.ts'
import { ownerOf } from './owner.ts'

/** The roles, as they are offered. */
export const roles = ['reader', 'administrator', 'owner'] as const

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
  const form = sentForm(view, 'person')
  const add = html`${form.input(t('groups.name'), 'name', { needed: true, longest: 64 })}${form.choice(
    t('server.role'),
    'role',
    roles.map((each) => [each, t(`role.${each}`)]),
  )}${form.choice(
    t('page.account'),
    'account',
    accounts.map((each) => [String(each.id), each.name]),
  )}<button>${t('server.invite')}</button>`
  return html`<h2>${t('server.people')}</h2>${sheet(t('server.people'), titles, rows)}${form.send('/book/server/people', add, 'row spaced')}`
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
