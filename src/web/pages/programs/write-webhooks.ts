import { mustExist, Refusal } from '../../../core/errors.ts'
import { mustBeAllowed } from '../../../core/permission/must-be-allowed.ts'
import { addWebhook } from '../../../core/webhook/add-webhook.ts'
import { removeWebhook } from '../../../core/webhook/remove-webhook.ts'
import { resendDelivery } from '../../../core/webhook/resend-delivery.ts'
import { sendPing } from '../../../core/webhook/send-ping.ts'
import { neededText, textOf, wordOf } from '../../form.ts'
import { withToast } from '../../toast.ts'
import type { Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { programsPage } from './programs.ts'
import { eventsOf } from './webhooks.ts'

/** Adds a webhook. */
export const addWebhookAction: Route = {
  method: 'POST',
  path: '/programs/webhooks',
  formOn: programsPage,
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
