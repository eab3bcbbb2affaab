import { addOptOut } from '../../../core/opt-out/add-opt-out.ts'
import { findOptOuts } from '../../../core/opt-out/find-opt-outs.ts'
import { closedChannels, type OptOut } from '../../../core/opt-out/opt-out.ts'
import { removeOptOuts } from '../../../core/opt-out/remove-opt-outs.ts'
import { atField, choice, finder, input, neededText, textOf, wordOf } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { name, nextLink, phone, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import { withToast } from '../../toast.ts'
import type { Fields, Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

const pageSize = 50
const longestText = 500

/** Who may not be contacted, a page at a time, and the form that closes somebody. */
export const optOutsPage: Route = {
  method: 'GET',
  path: '/opt-outs',
  async answer(view) {
    const { core, caller, t, query } = view
    const address = (query.get('q') ?? '').trim()
    const channel = closedChannels.find((each) => each === query.get('channel'))
    const search = { ...(address !== '' && { address }), ...(channel && { channel }) }
    const part = { after: wholeIn(query.get('after')), limit: pageSize }
    const { optOuts, next, total } = await findOptOuts(core, caller, search, part)
    const titles = [t('optOuts.who'), t('optOuts.closed'), t('optOuts.since'), t('optOuts.why'), '']
    const nothing = address === '' ? t('optOuts.empty') : t('search.nothing', { text: address })
    const fields = html`${input(t('optOuts.address'), 'q', { type: 'search', value: address, code: true })}${choice(t('optOuts.closed'), 'channel', [['', t('page.any')], ...channels(view)], channel)}`
    return {
      title: t('nav.optOuts'),
      nav: 'nav.optOuts',
      content: html`${finder('/book/opt-outs', fields, t('groups.find'))}<p class="faint">${t('optOuts.count', { count: total })}</p>
${
  optOuts.length === 0
    ? html`<p>${nothing}</p>`
    : sheet(
        t('nav.optOuts'),
        titles,
        optOuts.map((each) => row(view, each)),
      )
}
${next !== null && nextLink(view, '/book/opt-outs', { q: address, channel: channel ?? '', after: String(next) })}${view.may('opt-out.add') && addForm(view)}`,
    }
  },
}

function channels({ t }: View): readonly (readonly [string, string])[] {
  return closedChannels.map((each) => [each, t(`channel.${each}`)])
}

function row(view: View, optOut: OptOut): Html {
  const { t } = view
  const { number, email } = optOut
  const form = sentForm(view, `lift-${optOut.id}`)
  const fields = html`${form.input(t('optOuts.consent'), 'consent', { needed: true, longest: longestText })}<button class="danger">${t('optOuts.lift')}</button>`
  const at = placeIn(view.query)
  const lift = html`<details${form.isSent && html` open`}><summary aria-label="${t('optOuts.liftOf', { address: number ?? email ?? '' })}">${t('optOuts.lift')}</summary>${form.send(`/book/opt-outs/${optOut.id}/remove${at && `?${at}`}`, fields, 'stack')}</details>`
  return html`<tr><td>${number && phone(number)} ${email && html`<bdi dir="ltr">${email}</bdi>`}</td><td>${t(`channel.${optOut.channel}`)}</td><td class="when">${view.moment(optOut.since)}</td><td class="text">${name(optOut.reason ?? '')}</td><td class="end">${view.may('opt-out.remove') && lift}</td></tr>`
}

/** The place in the list as a query, without what was told of last. */
function placeIn(query: Fields): string {
  const place = new URLSearchParams(query)
  place.delete('done')
  return place.toString()
}

function addForm(view: View): Html {
  const { t } = view
  const form = sentForm(view, 'opt-out')
  const content = html`${form.input(t('optOuts.address'), 'address', { needed: true, code: true })}${form.choice(t('optOuts.closed'), 'channel', channels(view))}${form.input(t('optOuts.why'), 'reason', { longest: longestText })}<button>${t('optOuts.add')}</button>`
  return html`<h2>${t('optOuts.add')}</h2>${form.send('/book/opt-outs', content, 'row')}`
}

/** Closes a person. */
export const addOptOutAction: Route = {
  method: 'POST',
  path: '/opt-outs',
  formOn: optOutsPage,
  async answer(view) {
    const { core, caller, form } = view
    const address = neededText(form, 'address', 254)
    const channel = wordOf(form, 'channel', closedChannels)
    const reason = textOf(form, 'reason', longestText)
    const person = address.includes('@') ? { email: address } : { number: address }
    await atField('address', () => addOptOut(core, caller, { ...person, channel, reason }))
    return { goTo: await withToast(view, '/book/opt-outs') }
  },
}

/** Lifts an opt-out. The consent of the person is kept in the history. */
export const removeOptOutAction: Route = {
  method: 'POST',
  path: '/opt-outs/:id/remove',
  formOn: optOutsPage,
  async answer(view) {
    const { core, caller, form } = view
    await removeOptOuts(core, caller, { id: wholeIn(view.parameters.id) }, form.get('consent') ?? '')
    return { goTo: await withToast(view, '/book/opt-outs') }
  },
}
