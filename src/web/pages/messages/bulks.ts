import type { Bulk, BulkState } from '../../../core/bulk/bulk.ts'
import { findBulks, getBulk } from '../../../core/bulk/find-bulks.ts'
import { cancelBulk, pauseBulk, resumeBulk } from '../../../core/bulk/move-bulk.ts'
import { longestText, sendBulk } from '../../../core/bulk/send-bulk.ts'
import { findNamedGroup } from '../../../core/group/find-named-group.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import { messageStates } from '../../../core/message/message.ts'
import { findBulkProgress } from '../../../core/progress/find-progress.ts'
import { keptProgress } from '../../charts/kept-progress.ts'
import { progressChart } from '../../charts/progress-chart.ts'
import { atField, hidden, neededText } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { type LivePart, live } from '../../live/live-part.ts'
import { ltr, mark, name, nextLink, ofFigures, pairs, postForm, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import { withToast } from '../../toast.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

const pageSize = 50
const mostPages = 100_000

type Turn = 'pause' | 'resume' | 'cancel'

const turnsIn: Readonly<Record<BulkState, readonly Turn[]>> = {
  new: ['pause', 'cancel'],
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  done: [],
  cancelled: [],
  empty: [],
}

/** The bulk messages, the newest first, and the form that writes to a group. */
export const bulksPage: Route = {
  method: 'GET',
  path: '/bulks',
  async answer(view) {
    const { t, query } = view
    return {
      title: t('bulks.title'),
      nav: 'nav.messages',
      content: html`<p><a href="/book/messages">${t('bulks.single')}</a></p>${live('/bulks', { page: query.get('page') ?? '' }, await liveBulks.show(view))}${view.may('message.add') && (await writeForm(view))}`,
    }
  },
}

/** The bulk messages of a page with their states. */
export const liveBulks: LivePart = {
  path: '/bulks',
  async show(view) {
    const { core, caller, t, texts, query } = view
    const page = Math.min(Math.max(1, wholeIn(query.get('page'))), mostPages)
    const part = { start: (page - 1) * pageSize, count: pageSize }
    const { items, total } = await findBulks(core, caller, { descending: true }, part)
    const rows = items.map(
      (each) =>
        html`<tr><td class="when"><a href="/book/bulks/${each.id}">${view.moment(each.createdAt)}</a></td><td class="text">${name(each.text)}</td><td class="count">${texts.number(each.counts.size)}</td><td>${stateMark(view, each)}</td></tr>`,
    )
    const titles = [t('history.when'), t('messages.text'), ofFigures(t('groups.numbers')), t('campaigns.state')]
    return html`${rows.length === 0 ? html`<p>${t('bulks.empty')}</p>` : sheet(t('bulks.title'), titles, rows)}${page * pageSize < total && nextLink(view, '/book/bulks', { page: String(page + 1) })}`
  },
}

function stateMark({ t }: View, { state }: Bulk): Html {
  return mark(t(`bulk.state.${state}`), state === 'running' || state === 'done' ? 'good' : 'calm')
}

/** The form that writes to the group of the address, or to one that is named. */
async function writeForm(view: View): Promise<Html> {
  const { core, caller, t, query } = view
  const id = wholeIn(view.form.get('into') ?? query.get('group'))
  const group = id === 0 ? undefined : await getGroup(core, caller, { id })
  const { routes } = core.messageRules
  const form = sentForm(view, 'bulk')
  const route = form.choice(
    t('messages.route'),
    'route',
    routes.map(({ code }) => [code, code]),
  )
  const target = group
    ? html`<p>${t('bulks.to')} <a href="/book/groups/${group.id}">${name(group.name)}</a> (${t('group.count', { count: group.count })})${hidden('into', group.id)}</p>`
    : form.input(t('contacts.group'), 'group', { needed: true, longest: 255 })
  const whole = view.account.country === null && html`<p class="faint">${t('bulks.noCountry', { code: ltr('+') })}</p>`
  const content = html`${target}${whole}${form.input(t('messages.sender'), 'sender', { needed: true, longest: 16, code: true })}${form.area(t('messages.text'), 'text', '', { needed: true })}<p class="faint">${t('bulks.columns')}</p>${routes.length > 1 && route}<button>${t('bulks.send')}</button>`
  const shown = routes.length === 0 ? html`<p>${t('bulks.noRoute')}</p>` : form.send('/book/bulks', content, 'stack')
  return html`<h2>${t('bulks.write')}</h2>${shown}`
}

/** A bulk message: how far it is, and the buttons that move it. */
export const bulkPage: Route = {
  method: 'GET',
  path: '/bulks/:id',
  async answer(view) {
    const { core, caller, t, texts } = view
    const bulk = await getBulk(core, caller, { id: wholeIn(view.parameters.id) })
    return {
      title: t('bulks.one', { id: texts.number(bulk.id) }),
      nav: 'nav.messages',
      content: html`<p class="said">${name(bulk.text)}</p>${live(`/bulks/${bulk.id}`, {}, await showState(view, bulk))}`,
    }
  },
}

/** How far a bulk message is, as it goes on. */
export const liveBulk: LivePart = {
  path: '/bulks/:id',
  async show(view) {
    return showState(view, await getBulk(view.core, view.caller, { id: wholeIn(view.parameters.id) }))
  },
}

async function showState(view: View, bulk: Bulk): Promise<Html> {
  const { t, texts } = view
  const { counts } = bulk
  const done = counts.size - counts.left - counts.queued
  const told = t('campaigns.done', { done: texts.number(done), size: texts.number(counts.size) })
  const facts = messageStates.flatMap((each) =>
    counts[each] > 0 ? [[t(`message.state.${each}`), texts.number(counts[each])] as const] : [],
  )
  const buttons = turnsIn[bulk.state].map((turn) =>
    postForm(
      view,
      `/book/bulks/${bulk.id}/${turn}`,
      html`<button class="${turn === 'cancel' && 'quiet danger'}">${t(`bulks.${turn}`)}</button>`,
    ),
  )
  return html`${pairs([
    [t('campaigns.state'), stateMark(view, bulk)],
    [t('messages.sender'), name(bulk.sender)],
    [t('messages.made'), view.moment(bulk.createdAt)],
    [t('messages.ended'), bulk.endedAt === null ? '' : view.moment(bulk.endedAt)],
  ])}${view.may('message.update') && html`<div class="row spaced">${buttons}</div>`}<p>${told} ${counts.size > 0 && t('campaigns.share', { share: done / counts.size })}</p><progress max="${Math.max(1, counts.size)}" value="${done}" aria-label="${told}"></progress>${pairs(
    [
      ...facts,
      [t('count.repeated'), counts.repeated > 0 ? texts.number(counts.repeated) : ''],
      [t('count.left'), counts.left > 0 ? texts.number(counts.left) : ''],
    ],
  )}${await chartOf(view, bulk)}`
}

async function chartOf(view: View, bulk: Bulk): Promise<Html> {
  const { core, caller, t } = view
  const { queued: _, ...settled } = bulk.counts
  const key = `bulk ${bulk.accountId} ${bulk.id}`
  const progress = await keptProgress(core, key, JSON.stringify(settled), () => findBulkProgress(core, caller, bulk))
  return progressChart(view, progress, [
    { title: t('chart.delivered'), ends: ['delivered'], tone: 'good' },
    { title: t('chart.sent'), ends: ['sent'], tone: 'calm' },
    { title: t('chart.failed'), ends: ['failed', 'expired', 'cancelled'], tone: 'bad' },
    { title: t('message.state.skipped'), ends: ['skipped'], tone: 'faint' },
  ])
}

/** Writes to all numbers of a group. */
export const sendBulkAction: Route = {
  method: 'POST',
  path: '/bulks',
  formOn: bulksPage,
  async answer(view) {
    const { core, caller, form } = view
    const text = neededText(form, 'text', longestText)
    const sender = neededText(form, 'sender', 16)
    const into = wholeIn(form.get('into'))
    const id = into || (await atField('group', () => findNamedGroup(core, caller, neededText(form, 'group', 255)))).id
    const bulk = await sendBulk(core, caller, { groups: [{ id }], text, sender, route: form.get('route') || null })
    return { goTo: await withToast(view, `/book/bulks/${bulk.id}`) }
  },
}

const moves = { pause: pauseBulk, resume: resumeBulk } as const

/** Pauses, resumes or cancels a bulk message. */
export const bulkTurns: readonly Route[] = (['pause', 'resume', 'cancel'] as const).map((turn) => ({
  method: 'POST',
  path: `/bulks/:id/${turn}`,
  async answer(view) {
    const { core, caller } = view
    const id = wholeIn(view.parameters.id)
    if (turn === 'cancel') await cancelBulk(core, caller, { id }, `cancelled by ${caller.name}`)
    else await moves[turn](core, caller, { id })
    return { goTo: await withToast(view, `/book/bulks/${id}`) }
  },
}))
