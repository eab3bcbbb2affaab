import { findContactPage, searchContacts } from '../../../core/contact/find-contact-page.ts'
import { finder, input } from '../../form.ts'
import { html } from '../../html.ts'
import { name, nextLink, phone } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { contactFields } from './fields.ts'

const pageSize = 50

/** The contacts, a page at a time, and the form for a new one. */
export const contactsPage: Route = {
  method: 'GET',
  path: '/contacts',
  async answer(view) {
    const { core, caller, t, query } = view
    const search = (query.get('q') ?? '').trim()
    const matches = search === '' ? [{}] : await searchContacts(core, caller, search)
    const after = wholeIn(query.get('after'))
    const { contacts, next } = await findContactPage(core, caller, matches, { after, limit: pageSize })
    const rows = contacts.map(
      (each) =>
        html`<tr><td class="text"><a href="/book/contacts/${each.id}">${name(each.name || t('contacts.nameless'))}</a></td><td>${phone(each.number)}</td><td class="text wide"><bdi dir="ltr">${each.email}</bdi></td><td class="text wide faint">${name(each.description)}</td></tr>`,
    )
    const titles = [t('contacts.name'), t('contacts.number')]
    const table = html`<div class="sheet" tabindex="0" role="region" aria-label="${t('nav.contacts')}"><table><thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}<th scope="col" class="wide">${t('contacts.email')}</th><th scope="col" class="wide">${t('contacts.description')}</th></tr></thead><tbody>${rows}</tbody></table></div>`
    const nothing = search === '' ? t('contacts.empty') : t('search.nothing', { text: search })
    const form = sentForm(view, 'contact')
    const add = html`<h2>${t('contacts.new')}</h2>${form.send('/book/contacts', html`${contactFields(view, form)}<button>${t('contacts.new')}</button>`, 'stack')}`
    return {
      title: t('nav.contacts'),
      nav: 'nav.contacts',
      content: html`${finder('/book/contacts', input(t('contacts.find'), 'q', { type: 'search', value: search }), t('groups.find'))}${rows.length === 0 ? html`<p>${nothing}</p>` : table}${next !== null && nextLink(view, '/book/contacts', { q: search, after: String(next) })}${view.may('contact.add') && add}`,
    }
  },
}
