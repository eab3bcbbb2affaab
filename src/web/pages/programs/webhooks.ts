import { mustExist, Refusal } from '../../../core/errors.ts'
import { type EventKind, eventKinds } from '../../../core/event/event.ts'
import { mustBeAllowed } from '../../../core/permission/must-be-allowed.ts'
import { addWebhook } from '../../../core/webhook/add-webhook.ts'
import type { LoggedDelivery } from '../../../core/webhook/delivery.ts'
import { findDeliveries } from '../../../core/webhook/find-deliveries.ts'
import { findWebhooks } from '../../../core/webhook/find-webhooks.ts'
import { removeWebhook } from '../../../core/webhook/remove-webhook.ts'
import { resendDelivery } from '../../../core/webhook/resend-delivery.ts'
import { sendPing } from '../../../core/webhook/send-ping.ts'
import type { Webhook } from '../../../core/webhook/webhook.ts'
import type { WebhookKind } from '../../facts.ts'
import { choice, hidden, input, neededText, textOf, tick, wordOf } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { mark, name, postForm, sheet } from '../../parts.ts'
import { withToast } from '../../toast.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

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
function eventsOf({ eventNames }: WebhookKind): readonly EventKind[] {
  return eventKinds.filter((each) => eventNames[each] !== undefined)
}

function newWebhook(view: View): Html {
  const { t, facts } = view
  const forms = facts.webhooks.map((kind) => html`<h3>${name(kind.title)}</h3>${webhookForm(view, kind)}`)
  return html`<details><summary>${t('webhooks.add')}</summary>${forms}</details>`
}

function webhookForm(view: View, kind: WebhookKind): Html {
  const { t } = view
  const { dialect, formats, methods, eventNames } = kind
  const boxes = eventsOf(kind).map((each) =>
    tick(html`<bdi dir="ltr">${eventNames[each]}</bdi>`, 'events', { value: each, on: true }),
  )
  const chosen = (label: string, field: string, words: readonly string[]) =>
    words.length > 1 &&
    choice(
      label,
      field,
      words.map((each) => [each, each]),
    )
  const content = html`${hidden('dialect', dialect)}${input(t('webhooks.url'), 'url', { type: 'url', needed: true, code: true })}${chosen(t('webhooks.format'), 'format', formats)}${chosen(t('webhooks.method'), 'method', methods)}${input(t('webhooks.username'), 'username', { code: true })}${input(t('signIn.password'), 'password', { type: 'password' })}<details><summary>${t('webhooks.events')}</summary><div class="boxes">${boxes}</div></details><button>${t('webhooks.add')}</button>`
  return postForm(view, '/book/programs/webhooks', content, 'stack')
}

/** Adds a webhook. */
export const addWebhookAction: Route = {
  method: 'POST',
  path: '/programs/webhooks',
  async answer(view) {
    const { core, caller, form, facts } = view
    mustBeAllowed(caller, 'webhook.add')
    const kind = mustExist(
      facts.webhooks.find(({ dialect }) => dialect === form.get('dialect')),
      'kind of webhooks',
    )
    const wanted = form.getAll('events')
    const events = eventsOf(kind).filter((each) => wanted.includes(each))
    if (events.length === 0) throw new Refusal('missing_value', 'choose at least one event', 'events')
    const username = textOf(form, 'username', 255)
    const password = form.get('password') || undefined
    await addWebhook(core, caller, {
      url: neededText(form, 'url', 2000),
      dialect: kind.dialect,
      format: wordOf(form, 'format', kind.formats),
      method: wordOf(form, 'method', kind.methods),
      events,
      ...(username !== null && { username }),
      ...(password !== undefined && { password }),
    })
    return { goTo: await withToast(view, '/book/programs') }
  },
}

/** Removes a webhook. */
export const removeWebhookAction: Route = {
  method: 'POST',
  path: '/programs/webhooks/:id/remove',
  async answer(view) {
    await removeWebhook(view.core, view.caller, wholeIn(view.parameters.id))
    return { goTo: await withToast(view, '/book/programs') }
  },
}

/** Tells all webhooks that somebody asks whether they hear. */
export const pingAction: Route = {
  method: 'POST',
  path: '/programs/ping',
  async answer({ core, caller }) {
    await sendPing(core, caller)
    return { goTo: '/book/programs' }
  },
}

/** Delivers an event once more. */
export const resendAction: Route = {
  method: 'POST',
  path: '/programs/deliveries/:id/resend',
  async answer(view) {
    await resendDelivery(view.core, view.caller, wholeIn(view.parameters.id))
    return { goTo: '/book/programs' }
  },
}
