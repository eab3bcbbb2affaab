import type { FastifyRequest } from 'fastify'
import type { Core } from '../../core/core.ts'
import { addressOf } from '../request.ts'
import { defineDialect } from '../serve.ts'
import type { Wire } from '../wire.ts'
import type { Answer } from './answer.ts'
import { type Admitted, admitKey, dialectName, makeGate, nobody } from './auth.ts'
import { parseBody } from './body.ts'
import { faults, Lox24Denial } from './errors.ts'
import { webhooks } from './events/webhooks.ts'
import { keyForm } from './keys.ts'
import type { Format } from './negotiate.ts'
import type { Lox24Call, Lox24Operation } from './operation.ts'
import { permissionsOf } from './permissions.ts'
import { addCommonHeaders, formatOf, sendAnswer, sendDenial } from './respond.ts'
import { type Lox24Settings, settings } from './settings.ts'
import { storms } from './storms.ts'
import { welcome } from './welcome.ts'

const title = 'LOX24 API v2'

/** LOX24's API v2: SMS groups, their phones, and messages, in JSON and in JSON-LD with Hydra. */
export const lox24 = defineDialect({
  name: dialectName,
  title,
  prefixes: [
    '/groups',
    '/phones',
    '/blocked_numbers',
    '/sms',
    '/bulks',
    '/incomings',
    '/me',
    '/docs.jsonld',
    '/contexts',
    '/index.jsonld',
    '/',
  ],
  notServed: ['/short_link_campaigns', '/short_links', '/requests', '/click-rate', '/fraud-checks', '/verify_codes'],
  answersHead: true,
  operations: async () => (await import('./operations.ts')).operations,
  openapi: async () => (await import('./openapi.ts')).describe(title),
  settings,
  keyForm,
  permissionsOf,
  welcome,
  faults,
  storms,
  webhooks,
  denial: Lox24Denial,
  wire,
})

function wire(core: Core, settings: Lox24Settings): Wire<Admitted, Lox24Operation, Lox24Call, Answer, Lox24Denial> {
  const gate = makeGate(core, {
    attempts: settings.badSignIns,
    within: settings.badSignInsWithin * 1000,
    lasts: settings.blockTime * 1000,
  })
  return {
    async arrive(request, reply) {
      addCommonHeaders(request, reply)
      await gate.checkAddress(request)
    },
    async admit(request, operation) {
      formatFor(request, operation)
      return operation?.isOpen ? nobody : gate.admit(request)
    },
    admitKey(request, key, operation) {
      formatFor(request, operation)
      return admitKey(request, key)
    },
    call(request, call, { clientId }, operation) {
      const { raw, headers } = call
      const bytes = raw?.bytes ?? Buffer.alloc(0)
      return {
        ...call,
        clientId,
        address: addressOf(request),
        params: paramsOf(request, call.params),
        body: () => parseBody({ contentType: headers['content-type'], bytes }),
        format: formatFor(request, operation),
      }
    },
    answer: (request, reply, answer, operation) => sendAnswer(reply, answer, formatFor(request, operation)),
    deny: sendDenial,
  }
}

function formatFor(request: FastifyRequest, operation: Lox24Operation | undefined): Format {
  return operation?.fixedFormat ?? formatOf(request)
}

/** The parameters of the path. The one that ends the path loses its suffix: `/groups/7.json` → `{ id: '7' }`. */
function paramsOf(request: FastifyRequest, params: Lox24Call['params']): Lox24Call['params'] {
  const last = /\/:(\w+)$/.exec(request.routeOptions.url ?? '')?.[1]
  const value = last && params[last]
  return last && value ? { ...params, [last]: value.replace(/\.[^.]*$/, '') } : params
}
