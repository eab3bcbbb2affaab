import { type EventKind, eventKinds } from '../../../core/event/event.ts'
import type { LoggedDelivery } from '../../../core/webhook/delivery.ts'
import { findDeliveries } from '../../../core/webhook/find-deliveries.ts'
import { findWebhooks } from '../../../core/webhook/find-webhooks.ts'
import type { Webhook } from '../../../core/webhook/webhook.ts'
import type { WebhookKind } from '../../facts.ts'
import { hidden } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { mark, name, postForm, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { View } from '../../view.ts'

/** Deliveries that are shown. */
const mostDeliveries = 30
const tones = { waiting: 'calm', delivered: 'good', failed: 'bad' } as const

/** The webhooks with their last deliveries. */
export async function webhooksPart(view: View): Promise<Html> {
  const { core, caller, t } = view
  const webhooks = await findWebhooks(core, caller)
  const deliveries = await findDeliveries(core, caller, mostDeliveries)
  const titles = [t('webhooks.url'), t('programs.api'), t('webhooks.events'), t('webhooks.made'), '']
  const ping = postForm(view, '/book/programs/ping', html`<button class="quiet">${t('webhooks.ping')}</button>`)
  const log = sheet(
    t('webhooks.deliveries'),
    [t('history.when'), t('webhooks.event'), t('webhooks.state'), t('webhooks.attempts'), ''],
    deliveries.map((each) => deliveryRow(view, each)),
  )
  const list = sheet(
    t('webhooks.title'),
    titles,
    webhooks.map((each) => webhookRow(view, each)),
  )
  return html`<h2>${t('webhooks.title')}</h2>${webhooks.length === 0 ? html`<p>${t('webhooks.none')}</p>` : html`${list}${view.may('webhook.ping') && ping}`}${view.may('webhook.add') && newWebhook(view)}
<h2>${t('webhooks.deliveries')}</h2>${deliveries.length === 0 ? html`<p>${t('webhooks.silent')}</p>` : log}`
}

function webhookRow(view: View, { id, url, dialect, events, createdAt }: Webhook): Html {
  const { t, facts } = view
  const label = t('webhooks.removeOf', { url })
  const remove =
    view.may('webhook.remove') &&
    postForm(
      view,
      `/book/programs/webhooks/${id}/remove`,
      html`<button class="quiet danger" aria-label="${label}">${t('group.remove')}</button>`,
    )
  const kind = facts.webhooks.find((each) => each.dialect === dialect)
  const isAll = kind !== undefined && eventsOf(kind).every((each) => events.includes(each))
  const told = isAll ? t('webhooks.all') : events.map((each) => kind?.eventNames[each] ?? each).join(', ')
  return html`<tr><td class="text"><bdi dir="ltr">${url}</bdi></td><td>${name(kind?.title ?? dialect)}</td><td class="text">${name(told)}</td><td class="when">${view.moment(createdAt)}</td><td class="end">${remove}</td></tr>`
}

function deliveryRow(view: View, { id, event, state, createdAt, attempts }: LoggedDelivery): Html {
  const { t, facts } = view
  const named = facts.webhooks.map(({ eventNames }) => eventNames[event.kind]).find((each) => each) ?? event.kind
  const tries = attempts.map(
    ({ at, ms, status, problem }) =>
      html`<li>${view.moment(at)} ${status} ${problem && html`<bdi dir="ltr" lang="en">${problem}</bdi>`} <span class="faint">${t('webhooks.ms', { ms })}</span></li>`,
  )
  const count = t('webhooks.tries', { count: attempts.length })
  const resend =
    view.may('delivery.update') &&
    postForm(
      view,
      `/book/programs/deliveries/${id}/resend`,
      html`<button class="quiet" aria-label="${t('webhooks.resendOf', { id })}">${t('webhooks.resend')}</button>`,
    )
  return html`<tr><td class="when">${view.moment(createdAt)}</td><td><bdi dir="ltr">${named} ${event.extension}</bdi></td><td>${mark(t(`delivery.state.${state}`), tones[state])}</td><td>${attempts.length > 0 ? html`<details><summary>${count}</summary><ul class="plain">${tries}</ul></details>` : count}</td><td class="end">${resend}</td></tr>`
}

/** The events that a form tells of. */
export function eventsOf({ eventNames }: WebhookKind): readonly EventKind[] {
  return eventKinds.filter((each) => eventNames[each] !== undefined)
}

function newWebhook(view: View): Html {
  const { t, facts } = view
  const forms = facts.webhooks.map((kind) => html`<h3>${name(kind.title)}</h3>${webhookForm(view, kind)}`)
  const isSent = (view.form.get('form') ?? '').startsWith('webhook-')
  return html`<details${isSent && html` open`}><summary>${t('webhooks.add')}</summary>${forms}</details>`
}

function webhookForm(view: View, kind: WebhookKind): Html {
  const { t } = view
  const { dialect, formats, methods, eventNames } = kind
  const form = sentForm(view, `webhook-${dialect}`)
  const boxes = eventsOf(kind).map((each) =>
    form.tick(html`<bdi dir="ltr">${eventNames[each]}</bdi>`, 'events', { value: each, on: true }),
  )
  const chosen = (label: string, field: string, words: readonly string[]) =>
    words.length > 1 &&
    form.choice(
      label,
      field,
      words.map((each) => [each, each]),
    )
  const content = html`${hidden('dialect', dialect)}${form.input(t('webhooks.url'), 'url', { type: 'url', needed: true, code: true })}${chosen(t('webhooks.format'), 'format', formats)}${chosen(t('webhooks.method'), 'method', methods)}${form.input(t('webhooks.username'), 'username', { code: true })}${form.input(t('signIn.password'), 'password', { type: 'password' })}<details${form.wrong === 'events' && html` open`}><summary>${t('webhooks.events')}</summary><div class="boxes">${boxes}</div></details><button>${t('webhooks.add')}</button>`
  return form.send('/book/programs/webhooks', content, 'stack')
}
