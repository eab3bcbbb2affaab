import type { Core } from '../../../core/core.ts'
import type { Extension } from '../../../core/extension/extension.ts'
import { findExtensionPage } from '../../../core/extension/find-extension-page.ts'
import { findWeakness } from '../../../core/extension/weak-secret.ts'
import { findPhoneStates, type PhoneStates } from '../../../core/pbx/find-phone-states.ts'
import { finder, input } from '../../form.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { type LivePart, live } from '../../live/live-part.ts'
import { mark, name, nextLink, phone, sheet } from '../../parts.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { newExtensionForm } from './extension-form.ts'
import { rangeForm } from './range-form.ts'

const pageSize = 50

/** The extensions with the states of their phones, a page at a time. */
export const extensionsPage: Route = {
  method: 'GET',
  path: '/extensions',
  async answer(view) {
    const { t, query } = view
    const search = (query.get('q') ?? '').trim()
    return {
      title: t('nav.extensions'),
      nav: 'nav.extensions',
      content: html`${finder('/book/extensions', input(t('extensions.find'), 'q', { type: 'search', value: search }), t('groups.find'))}<p><a href="/book/forwards">${t('forwards.title')}</a></p>${live('/extensions', { q: search, after: query.get('after') ?? '' }, await liveExtensions.show(view))}${view.may('extension.add') && html`${newExtensionForm(view)}${rangeForm(view)}`}`,
    }
  },
}

/** The extensions of a page with the states of their phones. */
export const liveExtensions: LivePart = {
  path: '/extensions',
  async show(view) {
    const { core, caller, t, query, facts } = view
    const search = (query.get('q') ?? '').trim()
    const part = { after: wholeIn(query.get('after')), limit: pageSize }
    const { extensions, next } = await findExtensionPage(core, caller, search === '' ? {} : { search }, part)
    const states = await findPhoneStates(core, caller, facts.pbx)
    const rows = extensions.map(
      (each) =>
        html`<tr><td><a href="/book/extensions/${each.id}">${phone(each.number)}</a></td><td class="text">${name(each.name)}</td><td>${phoneMark(view, states, each)}</td><td>${weakMark(view, core, each)}</td></tr>`,
    )
    const nothing = search === '' ? t('extensions.empty') : t('search.nothing', { text: search })
    const titles = [t('extension.number'), t('extension.name'), t('extensions.phone'), t('extensions.secret')]
    return html`${states.connection !== 'connected' && html`<p class="faint">${t(`phone.${states.connection}`)}</p>`}${rows.length === 0 ? html`<p>${nothing}</p>` : sheet(t('nav.extensions'), titles, rows)}${next !== null && nextLink(view, '/book/extensions', { q: search, after: String(next) })}`
  },
}

/** The state of the phone of an extension, as far as the PBX knows it. */
export function phoneMark({ t }: View, states: PhoneStates, { number, active }: Extension): Shown {
  if (!active) return mark(t('phone.inactive'), 'calm')
  if (states.connection !== 'connected') return ''
  if (states.busy.has(number)) return mark(t('phone.busy'), 'good')
  if (states.unreachable.has(number)) return mark(t('phone.unreachable'), 'bad')
  return states.registered.has(number) ? mark(t('phone.registered'), 'good') : mark(t('phone.missing'), 'calm')
}

function weakMark(view: View, core: Core, extension: Extension): Html | '' {
  if (!view.may('extension.audit') || findWeakness(core, extension) === undefined) return ''
  return mark(view.t('extensions.weak'), 'bad')
}
