import { findContactPage, searchContacts } from '../../core/contact/find-contact-page.ts'
import { Refusal } from '../../core/errors.ts'
import { findExtensionPage } from '../../core/extension/find-extension-page.ts'
import { findGroupPage } from '../../core/group/find-group-page.ts'
import { findGroupsOfPhone } from '../../core/group/find-groups-of-phone.ts'
import type { MayContact } from '../../core/opt-out/contact-checks.ts'
import { explainContact } from '../../core/opt-out/explain-contact.ts'
import { type Html, html, type Shown } from '../html.ts'
import { name, phone } from '../parts.ts'
import type { Route, View } from '../view.ts'

/** Things of a kind that are named at the most. */
const most = 20

/** A group as both ways to find groups tell of it. */
interface FoundGroup {
  readonly id: number
  readonly name: string
  readonly count: number
}

/** The search: a number in any spelling, a name, or an extension; where it is, and whether it may be contacted. */
export const searchPage: Route = {
  method: 'GET',
  path: '/',
  async answer(view) {
    const { t, query } = view
    const text = (query.get('q') ?? '').trim()
    if (text === '') return { title: t('search.title'), nav: 'nav.search', content: begin(view) }
    const found = await sections(view, text)
    return {
      title: text,
      nav: 'nav.search',
      content: found.length > 0 ? html`${found}` : html`<p>${t('search.nothing', { text })}</p>`,
    }
  },
}

/** The parts of the day's work with which people begin. */
function begin(view: View): Html {
  const { t } = view
  const ways = [
    view.may('upload.add') && (['/book/imports', 'imports.link'] as const),
    view.may('message.add') && (['/book/bulks', 'bulks.write'] as const),
    view.may('campaign.add') && (['/book/campaigns/new', 'campaigns.new'] as const),
    view.may('extension.add') && (['/book/extensions', 'extensions.range'] as const),
    view.may('credential.add') && (['/book/programs', 'search.key'] as const),
    view.may('change.find') && (['/book/history', 'search.undo'] as const),
  ].filter((each) => each !== false)
  return html`<p>${t('search.begin')}</p>${ways.length > 0 && html`<h2>${t('search.ways')}</h2><ul class="plain">${ways.map(([path, key]) => html`<li><a href="${path}">${t(key)}</a></li>`)}</ul>`}`
}

async function sections(view: View, text: string): Promise<readonly Html[]> {
  const { core, caller, t } = view
  const { number, answers, optOuts } = await explainContact(core, caller, text)
  const groups = await groupsOf(view, text, number)
  const { contacts } = await findContactPage(core, caller, await searchContacts(core, caller, text), { limit: most })
  const { extensions } = await findExtensionPage(core, caller, { search: number ?? text }, { limit: most })
  return [
    ...(number === null
      ? []
      : [
          section(
            t('search.channels'),
            answers.map((each) => [t(`channel.${each.channel}`), mayText(view, each.answer)]),
          ),
        ]),
    ...listed(
      t('search.optOuts'),
      optOuts,
      (each) => html`${t(`channel.${each.channel}`)} ${view.moment(each.since)} ${each.reason && name(each.reason)}`,
    ),
    ...listed(
      t('search.groups'),
      groups,
      (each) =>
        html`<a href="/book/groups/${each.id}">${name(each.name)}</a> <span class="faint">${t('group.count', { count: each.count })}</span>`,
    ),
    ...listed(
      t('search.contacts'),
      contacts,
      (each) =>
        html`<a href="/book/contacts/${each.id}">${name(each.name || t('contacts.nameless'))}</a> ${phone(each.number)}`,
    ),
    ...listed(
      t('search.extensions'),
      extensions,
      (each) => html`<a href="/book/extensions/${each.id}">${phone(each.number)}</a> ${name(each.name)}`,
    ),
  ]
}

function section(title: string, pairs: readonly (readonly [string, string])[]): Html {
  return html`<h2>${title}</h2><dl class="pairs">${pairs.map(([key, value]) => html`<dt>${key}</dt><dd>${value}</dd>`)}</dl>`
}

function listed<T>(title: string, items: readonly T[], show: (item: T) => Html): readonly Html[] {
  if (items.length === 0) return []
  return [html`<h2>${title}</h2><ul class="plain">${items.map((item): Shown => html`<li>${show(item)}</li>`)}</ul>`]
}

/** The groups that hold the number, or the text; else those with the text in their name. */
async function groupsOf(view: View, text: string, number: string | null): Promise<readonly FoundGroup[]> {
  const { core, caller } = view
  const named = findGroupPage(core, caller, { search: text, limit: most }).then(({ groups }) => groups)
  try {
    const { groups } = await findGroupsOfPhone(core, caller, number ?? text, { limit: most })
    const ids = new Set(groups.map(({ id }) => id))
    return [...groups, ...(await named).filter(({ id }) => !ids.has(id))]
  } catch (error) {
    // A text that is no number is held by no group.
    if (error instanceof Refusal && error.code === 'invalid_value') return named
    throw error
  }
}

function mayText({ t }: View, answer: MayContact): string {
  if (answer.may) return t('search.free')
  return t('search.closed', { reason: t(`reason.${answer.reason.code}`) })
}
