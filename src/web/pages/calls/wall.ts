import { findLiveCalls, type ShownCall } from '../../../core/pbx/find-live-calls.ts'
import { type Html, html } from '../../html.ts'
import { type LivePart, live } from '../../live/live-part.ts'
import { mark, name, phone, sheet } from '../../parts.ts'
import type { Route, View } from '../../view.ts'

/** The calls that are shown at the most. */
const most = 200

/** The wall: who talks with whom now. */
export const wallPage: Route = {
  method: 'GET',
  path: '/calls/now',
  async answer(view) {
    const { t } = view
    return {
      title: t('wall.title'),
      nav: 'nav.calls',
      content: html`<p><a href="/book/calls">${t('wall.back')}</a></p>${live('/calls/now', {}, await liveWall.show(view))}`,
    }
  },
}

/** The calls that go on, the oldest first. */
export const liveWall: LivePart = {
  path: '/calls/now',
  async show(view) {
    const { core, caller, t, facts } = view
    const calls = await findLiveCalls(core, caller, facts.pbx)
    if (typeof calls === 'string') return html`<p>${t(`wall.${calls}`)}</p>`
    if (calls.length === 0) return html`<p>${t('wall.quiet')}</p>`
    const titles = [t('calls.from'), t('calls.to'), t('wall.line'), t('campaigns.state'), t('wall.since')]
    const rows = calls.slice(0, most).map((each) => row(view, each))
    return html`<p class="faint">${t('wall.count', { count: calls.length })}${calls.length > most && html` · ${t('wall.more', { most })}`}</p>${sheet(t('wall.title'), titles, rows)}`
  },
}

function row(view: View, { from, to, trunks, campaign, state, startedAt }: ShownCall): Html {
  const { t, texts, zone } = view
  const who = campaign
    ? html`<a href="/book/campaigns/${campaign.id}">${name(campaign.name)}</a>`
    : from === ''
      ? '–'
      : phone(from)
  const called = to.length === 0 ? '–' : to.map((each, index) => html`${index > 0 && ' · '}${phone(each)}`)
  const since = startedAt !== null && html`<bdi dir="ltr">${texts.clock(startedAt, zone)}</bdi>`
  return html`<tr><td>${who}</td><td>${called}</td><td>${name(trunks.join(', '))}</td><td>${mark(t(`wall.${state}`), state === 'ringing' ? 'calm' : 'good')}</td><td class="when">${since}</td></tr>`
}
