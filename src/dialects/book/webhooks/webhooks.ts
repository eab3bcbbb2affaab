import { Refusal } from '../../../core/errors.ts'
import { type EventKind, eventKinds } from '../../../core/event/event.ts'
import { addWebhook } from '../../../core/webhook/add-webhook.ts'
import { findWebhooks } from '../../../core/webhook/find-webhooks.ts'
import { removeWebhook } from '../../../core/webhook/remove-webhook.ts'
import { sendPing } from '../../../core/webhook/send-ping.ts'
import { shownUrl } from '../../../core/webhook/snapshot-webhook.ts'
import type { Webhook } from '../../../core/webhook/webhook.ts'
import type { ServerSide } from '../../dialect.ts'
import { oneOf, optional, orNull, required, text } from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, shared, string } from '../../schemas.ts'
import { action, gone, made, shows } from '../action.ts'
import { denials } from '../errors.ts'
import { idIn, idSchema, listOf, moment, momentSchema } from '../values.ts'

const inPath = { id: idSchema }
const methods = ['GET', 'POST'] as const
const shown = {
  ...{ id: integer, url: string, api: string, format: string, method: { enum: methods } },
  ...{ events: arrayOf({ enum: eventKinds }), username: orNull(string), createdAt: momentSchema },
}

/** The schema of a webhook. Of its address the query is left out, which is often a key. */
export const webhookSchema = exactly(shown)

function webhookWire({ id, url, dialect, format, method, events, username, createdAt }: Webhook): object {
  return {
    ...{ id, url: shownUrl(url), api: dialect, format, method, events, username },
    createdAt: moment(createdAt),
  } satisfies Shown<typeof shown>
}

/** The calls about addresses that are told of events. */
export const webhookOperations = [
  action({
    does: 'GET /webhooks',
    summary: 'List the webhooks',
    needs: ['webhook.find'],
    answers: exactly({ webhooks: arrayOf(shared('webhook')) }),
    async answer(core, { caller }) {
      return shows({ webhooks: (await findWebhooks(core, caller)).map(webhookWire) })
    },
  }),
  action({
    does: 'POST /webhooks',
    summary: 'Add an address that is told of events',
    needs: ['webhook.add'],
    body: {
      url: required(text({ min: 1, max: 2000 })),
      api: required(text({ min: 1, max: 40 })),
      format: optional(text({ min: 1, max: 40 })),
      method: optional(oneOf(...methods)),
      events: optional(listOf(oneOf(...eventKinds), eventKinds.length, 1)),
      username: optional(text({ min: 1, max: 255 })),
      password: optional(text({ min: 1, max: 255 })),
    },
    status: 201,
    answers: shared('webhook'),
    async answer(core, { caller, given: { api, format, method, events, ...given }, call }) {
      const form = formOf(call.server, api)
      const wanted = {
        ...{ ...given, dialect: api, events: events ?? toldBy(form.eventNames) },
        format: chosen('format', form.formats, format),
        method: chosen('method', form.methods, method),
      }
      const untold = wanted.events.find((each) => form.eventNames[each] === undefined)
      if (untold !== undefined) throw denials.invalid('events', `has ${untold}, which this API tells nobody of`)
      const webhook = await addWebhook(core, caller, wanted)
      return made(`/webhooks/${webhook.id}`, webhookWire(webhook))
    },
  }),
  action({
    does: 'GET /webhooks/:id',
    summary: 'Show a webhook',
    needs: ['webhook.find'],
    inPath,
    answers: shared('webhook'),
    async answer(core, { caller, params }) {
      const wanted = idIn(params.id, 'webhook')
      const webhook = (await findWebhooks(core, caller)).find(({ id }) => id === wanted)
      if (!webhook) throw new Refusal('not_found', 'there is no such webhook')
      return shows(webhookWire(webhook))
    },
  }),
  action({
    does: 'DELETE /webhooks/:id',
    summary: 'Remove a webhook: what it has not been told yet is never sent',
    needs: ['webhook.remove'],
    ...{ inPath, status: 204 },
    async answer(core, { caller, params }) {
      await removeWebhook(core, caller, idIn(params.id, 'webhook'))
      return gone
    },
  }),
  action({
    does: 'POST /webhooks/ping',
    summary: 'Tell all webhooks of a ping',
    needs: ['webhook.ping'],
    status: 204,
    async answer(core, { caller }) {
      await sendPing(core, caller)
      return gone
    },
  }),
]

/** The form in which an API tells of events. */
function formOf({ webhooks }: ServerSide, api: string) {
  const form = webhooks.find(({ dialect }) => dialect === api)
  if (form) return form
  throw denials.invalid('api', `must be one of ${webhooks.map(({ dialect }) => dialect).join(', ')}`)
}

function toldBy(names: Readonly<Partial<Record<EventKind, string>>>): readonly EventKind[] {
  return eventKinds.filter((each) => names[each] !== undefined)
}

function chosen<T extends string>(field: string, words: readonly [T, ...T[]], given: string | undefined): T {
  const word = given === undefined ? words[0] : words.find((each) => each === given)
  if (word === undefined) throw denials.invalid(field, `must be one of ${words.join(', ')}`)
  return word
}
