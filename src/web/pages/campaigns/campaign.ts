import type { Caller } from '../../../core/caller.ts'
import type { Campaign, CampaignRef, CampaignState } from '../../../core/campaign/campaign.ts'
import { findRuns } from '../../../core/campaign/find-runs.ts'
import { getCampaign } from '../../../core/campaign/get-campaign.ts'
import { pauseCampaign } from '../../../core/campaign/pause-campaign.ts'
import { repeatCampaign } from '../../../core/campaign/repeat-campaign.ts'
import { resumeCampaign } from '../../../core/campaign/resume-campaign.ts'
import type { Run } from '../../../core/campaign/run.ts'
import { startCampaign } from '../../../core/campaign/start-campaign.ts'
import { stopCampaign } from '../../../core/campaign/stop-campaign.ts'
import type { Core } from '../../../core/core.ts'
import { findRunProgress } from '../../../core/progress/find-progress.ts'
import { keptProgress } from '../../charts/kept-progress.ts'
import { progressChart } from '../../charts/progress-chart.ts'
import { type Html, html } from '../../html.ts'
import { type LivePart, live } from '../../live/live-part.ts'
import { name, pairs, postForm } from '../../parts.ts'
import { withToast } from '../../toast.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { campaignForm } from './campaign-form.ts'
import { stateMark } from './campaigns.ts'

type Turn = 'start' | 'pause' | 'resume' | 'stop' | 'repeat'

/** What can be done with a campaign in each state. */
const turnsIn: Readonly<Record<CampaignState, readonly Turn[]>> = {
  waiting: ['start', 'stop'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  completed: ['repeat'],
  stopped: ['repeat'],
}

const turns: Readonly<Record<Turn, (core: Core, caller: Caller, ref: CampaignRef) => Promise<Campaign>>> = {
  start: startCampaign,
  pause: pauseCampaign,
  resume: resumeCampaign,
  stop: stopCampaign,
  repeat: repeatCampaign,
}

const counted = [
  ...(['answered', 'busy', 'no-answer', 'failed', 'lost'] as const),
  ...(['skipped', 'repeated', 'calling', 'waiting', 'left'] as const),
]

/** A campaign: how far its last run is, and the buttons that move it. */
export const campaignPage: Route = {
  method: 'GET',
  path: '/campaigns/:id',
  async answer(view) {
    const { core, caller, t } = view
    const id = wholeIn(view.parameters.id)
    const campaign = await getCampaign(core, caller, { id })
    const [, ...earlier] = await findRuns(core, caller, { id })
    const isSent = view.form.get('form') === 'campaign'
    const mayGo = view.may('campaign.remove') && campaign.state !== 'running' && campaign.state !== 'paused'
    return {
      title: campaign.name,
      nav: 'nav.campaigns',
      content: html`${live(`/campaigns/${id}`, {}, await showState(view, campaign))}
${view.may('campaign.update') && html`<details${isSent && html` open`}><summary>${t('campaigns.change')}</summary><p class="faint">${t('campaigns.changeHint')}</p>${await campaignForm(view, `/book/campaigns/${id}`, campaign)}</details>`}
${mayGo && postForm(view, `/book/campaigns/${id}/remove`, html`<button class="quiet danger">${t('campaigns.remove')}</button>`)}
${earlier.length > 0 && html`<h2>${t('campaigns.earlier')}</h2><ul class="plain">${earlier.map((each) => html`<li>${reportLink(view, each)} ${view.moment(each.startedAt)}</li>`)}</ul>`}`,
    }
  },
}

/** How far a campaign is, as it goes on. */
export const liveCampaign: LivePart = {
  path: '/campaigns/:id',
  async show(view) {
    return showState(view, await getCampaign(view.core, view.caller, { id: wholeIn(view.parameters.id) }))
  },
}

async function showState(view: View, campaign: Campaign): Promise<Html> {
  const { core, caller, t } = view
  const { id } = campaign
  const [run] = await findRuns(core, caller, { id })
  const buttons = turnsIn[campaign.state].map((turn) =>
    postForm(
      view,
      `/book/campaigns/${id}/${turn}`,
      html`<button class="${turn === 'stop' && 'quiet danger'}">${t(turn === 'start' ? 'campaigns.go' : `campaigns.${turn}`)}</button>`,
    ),
  )
  return html`${pairs([
    [t('campaigns.state'), stateMark(view, campaign)],
    [t('groups.description'), campaign.description && name(campaign.description)],
    [t('campaigns.tries'), view.texts.number(campaign.tries)],
    [t('campaigns.start'), campaign.start !== null && view.moment(campaign.start)],
    [t('campaigns.until'), campaign.end !== null && view.moment(campaign.end)],
  ])}${view.may('campaign.run') && html`<div class="row spaced">${buttons}</div>`}
${run ? html`${runPart(view, campaign, run)}${await chartOf(view, run)}` : html`<p>${t('campaigns.never')}</p>`}`
}

function runPart(view: View, { id }: Campaign, run: Run): Html {
  const { t, texts } = view
  const { counts } = run
  const done = counts.size - counts.left - counts.calling - counts.waiting
  const told = t('campaigns.done', { done: texts.number(done), size: texts.number(counts.size) })
  const facts = counted.flatMap((each) =>
    counts[each] > 0 ? [[t(`count.${each}`), texts.number(counts[each])] as const] : [],
  )
  return html`<h2>${t('campaigns.run', { run: texts.number(run.repeat) })}</h2><p>${told} ${counts.size > 0 && t('campaigns.share', { share: done / counts.size })}</p><progress max="${Math.max(1, counts.size)}" value="${done}" aria-label="${told}"></progress>${pairs(facts)}<p><a href="/book/campaigns/${id}/report?run=${run.repeat}">${t('campaigns.report')}</a></p>`
}

async function chartOf(view: View, run: Run): Promise<Html> {
  const { core, caller, t } = view
  const { counts, accountId, campaignId, repeat } = run
  const key = `campaign ${accountId} ${campaignId} ${repeat}`
  const mark = JSON.stringify([
    counts.answered,
    counts.busy,
    counts['no-answer'],
    counts.failed,
    counts.skipped,
    counts.lost,
  ])
  return progressChart(view, await keptProgress(core, key, mark, () => findRunProgress(core, caller, run)), [
    { title: t('chart.reached'), ends: ['answered'], tone: 'good' },
    { title: t('chart.missed'), ends: ['busy', 'no-answer'], tone: 'calm' },
    { title: t('chart.failed'), ends: ['failed', 'lost'], tone: 'bad' },
    { title: t('count.skipped'), ends: ['skipped'], tone: 'faint' },
  ])
}

function reportLink({ t, texts }: View, { campaignId, repeat }: Run): Html {
  return html`<a href="/book/campaigns/${campaignId}/report?run=${repeat}">${t('campaigns.run', { run: texts.number(repeat) })}</a>`
}

/** Starts, pauses, resumes, stops or repeats a campaign. */
export const campaignTurns: readonly Route[] = (Object.keys(turns) as Turn[]).map((turn) => ({
  method: 'POST',
  path: `/campaigns/:id/${turn}`,
  async answer(view) {
    const id = wholeIn(view.parameters.id)
    await turns[turn](view.core, view.caller, { id })
    return { goTo: await withToast(view, `/book/campaigns/${id}`) }
  },
}))
