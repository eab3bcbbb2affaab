import type { Contact } from '../../../core/contact/contact.ts'
import { getContact } from '../../../core/contact/get-contact.ts'
import { findGroupsOfPhone } from '../../../core/group/find-groups-of-phone.ts'
import type { Group } from '../../../core/group/group.ts'
import { findGroupsOfContact } from '../../../core/membership/find-groups-of-contact.ts'
import { readNumber } from '../../../core/number/read-number.ts'
import { hidden } from '../../form.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { name, pairs, phone, postForm } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { contactFields } from './fields.ts'

/** Groups that are named at the most. */
const most = 50

/** A contact: its number, the groups that it is linked to, and those that hold its number. */
export const contactPage: Route = {
  method: 'GET',
  path: '/contacts/:id',
  async answer(view) {
    const { core, caller, t } = view
    const contact = await getContact(core, caller, { id: wholeIn(view.parameters.id) })
    const linked = await findGroupsOfContact(core, caller, contact)
    const holders =
      'problem' in readNumber(contact.number)
        ? []
        : (await findGroupsOfPhone(core, caller, contact.number, { limit: most })).groups
    const at = `/book/contacts/${contact.id}`
    const number =
      contact.number !== '' &&
      html`<a href="/book/?q=${encodeURIComponent(contact.number)}">${phone(contact.number)}</a>`
    const form = sentForm(view, 'contact')
    const edit = form.send(at, html`${contactFields(view, form, contact)}<button>${t('page.save')}</button>`, 'stack')
    const remove = postForm(view, `${at}/remove`, html`<button class="quiet danger">${t('contacts.remove')}</button>`)
    return {
      title: contact.name || t('contacts.nameless'),
      nav: 'nav.contacts',
      content: html`${pairs([
        [t('contacts.number'), number],
        [t('contacts.email'), contact.email && html`<bdi dir="ltr">${contact.email}</bdi>`],
        [t('contacts.description'), contact.description && name(contact.description)],
        [t('contacts.since'), view.moment(contact.createdAt)],
      ])}
<h2>${t('contacts.linked')}</h2>${links(view, contact, linked)}
${holders.length > 0 && html`<h2>${t('contacts.holders')}</h2><ul class="plain">${holders.map((each) => html`<li>${groupLink(each)}</li>`)}</ul>`}
${view.may('contact.update') && html`<h2>${t('group.edit')}</h2>${edit}`}${view.may('contact.remove') && remove}`,
    }
  },
}

function links(view: View, { id }: Contact, groups: readonly Group[]): Shown {
  const { t } = view
  const unlink = (group: Group) => {
    const label = t('contacts.unlinkFrom', { group: group.name })
    const content = html`${hidden('group', group.id)}<button class="quiet danger" aria-label="${label}">${t('contacts.unlink')}</button>`
    return postForm(view, `/book/contacts/${id}/unlink`, content, 'inline')
  }
  const items = groups.map((each) => html`<li>${groupLink(each)} ${view.may('membership.remove') && unlink(each)}</li>`)
  const form = sentForm(view, 'link')
  const content = html`${form.input(t('contacts.group'), 'group', { needed: true, longest: 255 })}<button>${t('contacts.link')}</button>`
  return html`${items.length === 0 ? html`<p>${t('contacts.unlinked')}</p>` : html`<ul class="plain">${items}</ul>`}${view.may('membership.add') && form.send(`/book/contacts/${id}/link`, content, 'row')}`
}

function groupLink(group: Pick<Group, 'id' | 'name'>): Html {
  return html`<a href="/book/groups/${group.id}">${name(group.name)}</a>`
}
