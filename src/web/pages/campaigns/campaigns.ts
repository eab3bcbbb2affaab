import { type Campaign, campaignStates } from '../../../core/campaign/campaign.ts'
import { findCampaigns } from '../../../core/campaign/find-campaigns.ts'
import { choice, finder } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { type LivePart, live } from '../../live/live-part.ts'
import { mark, name, nextLink, ofFigures, sheet } from '../../parts.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

const pageSize = 50
const mostPages = 100_000

/** The campaigns, the newest first. */
export const campaignsPage: Route = {
  method: 'GET',
  path: '/campaigns',
  async answer(view) {
    const { t } = view
    const { state, page } = searchIn(view)
    const states = campaignStates.map((each) => [each, t(`campaign.state.${each}`)] as const)
    const fields = choice(t('campaigns.state'), 'state', [['', t('page.any')], ...states], state)
    return {
      title: t('nav.campaigns'),
      nav: 'nav.campaigns',
      content: html`<p class="row"><span>${view.may('campaign.add') && html`<a href="/book/campaigns/new">${t('campaigns.new')}</a>`}</span><a href="/book/lines">${t('lines.title')}</a>${view.may('sound.find') && html`<a href="/book/announcements">${t('announcements.title')}</a>`}</p>${finder('/book/campaigns', fields, t('groups.find'))}${live('/campaigns', { state: state ?? '', page: page > 1 ? String(page) : '' }, await liveCampaigns.show(view))}`,
    }
  },
}

/** The campaigns of a page with their states. */
export const liveCampaigns: LivePart = {
  path: '/campaigns',
  async show(view) {
    const { core, caller, t } = view
    const { state, page } = searchIn(view)
    const match = { ...(state && { states: [state] }), sort: { by: 'id', descending: true } as const }
    const { items, total } = await findCampaigns(core, caller, match, { start: (page - 1) * pageSize, count: pageSize })
    return html`${
      items.length === 0
        ? html`<p>${t('campaigns.empty')}</p>`
        : sheet(
            t('nav.campaigns'),
            [t('campaigns.name'), t('campaigns.state'), ofFigures(t('campaigns.runs')), t('groups.changed')],
            items.map((each) => row(view, each)),
          )
    }${page * pageSize < total && nextLink(view, '/book/campaigns', { state: state ?? '', page: String(page + 1) })}`
  },
}

function searchIn({ query }: View) {
  const state = campaignStates.find((each) => each === query.get('state'))
  return { state, page: Math.min(Math.max(1, wholeIn(query.get('page'))), mostPages) }
}

function row(view: View, campaign: Campaign): Html {
  return html`<tr><td class="text"><a href="/book/campaigns/${campaign.id}">${name(campaign.name)}</a></td><td>${stateMark(view, campaign)}</td><td class="count">${view.texts.number(campaign.repeat)}</td><td class="when">${view.moment(campaign.updatedAt)}</td></tr>`
}

/** The state of a campaign. */
export function stateMark({ t }: View, { state }: Campaign): Html {
  return mark(t(`campaign.state.${state}`), state === 'running' ? 'good' : 'calm')
}
