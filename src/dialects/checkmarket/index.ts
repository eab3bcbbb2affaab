import type { FastifyRequest } from 'fastify'
import type { Core } from '../../core/core.ts'
import { nobodyAt } from '../../core/permission/callers.ts'
import { SignIns } from '../../core/sign-in/sign-ins.ts'
import { Denial } from '../denial.ts'
import { hasBody } from '../request.ts'
import { defineDialect } from '../serve.ts'
import type { SignedIn, Wire } from '../wire.ts'
import { admit, admitKey, dialectName } from './auth.ts'
import { type BodyModel, bodyOf, missingBody } from './body.ts'
import { denials, errorData, faults } from './errors.ts'
import { keyForm } from './keys.ts'
import { bareType, readingOf } from './negotiate.ts'
import type { CheckMarketCall, CheckMarketOperation } from './operation.ts'
import type { Answer, BareAnswer } from './payload.ts'
import { permissionsOf } from './permissions.ts'
import { queryParameters } from './query.ts'
import { respond, sendBare } from './respond.ts'
import { type CheckMarketSettings, settings } from './settings.ts'
import { storms } from './storms.ts'
import { welcome } from './welcome.ts'

const title = 'CheckMarket API v3'

/** CheckMarket's (later Medallia Agile Research's) API v3: contact groups, their folders and their contacts. */
export const checkmarket = defineDialect({
  name: dialectName,
  title,
  prefixes: ['/3'],
  notServed: ['/3/contacts/import', '/3/surveys', '/3/hooks', '/3/lookup', '/3/media', '/3/textanalysis'],
  paths: { caseSensitive: false, ignoreTrailingSlash: true, keepsDoubledSlashes: true },
  operations: async () => (await import('./operations.ts')).operations,
  openapi: async () => (await import('./openapi.ts')).describe(title),
  settings,
  keyForm,
  permissionsOf,
  welcome,
  faults,
  storms,
  denial: Denial,
  wire,
})

function wire(
  core: Core,
  { lenientXml }: CheckMarketSettings,
): Wire<SignedIn, CheckMarketOperation, CheckMarketCall, Answer | BareAnswer, Denial> {
  const signIns = new SignIns(core, dialectName)
  return {
    admit: async (request, operation) => ({
      caller: operation?.isOpen ? nobodyAt(dialectName) : await admit(core, signIns, request, operation?.role ?? null),
    }),
    admitKey: (request, key, operation) => ({ caller: admitKey(request, key, operation?.role ?? null) }),
    checkMediaType(request, { body }) {
      if (body) checkMediaType(request, body)
    },
    async call(_request, call, _pass, { body: model }) {
      return {
        ...call,
        body: model ? await bodyOf(call, { model, lenientXml }) : {},
        parameters: queryParameters(call.query),
        base: `${call.origin}/3`,
      }
    },
    answer: (request, reply, answer, { cacheSeconds }) =>
      'document' in answer
        ? sendBare(reply, answer)
        : respond(request, reply, { status: 200, answer, at: core.clock.now(), cacheSeconds }),
    deny(request, reply, denial) {
      const answer = { data: errorData(denial) }
      return respond(request, reply, { status: denial.status, answer, at: core.clock.now(), cacheSeconds: null })
    },
  }
}

function checkMediaType(request: FastifyRequest, model: BodyModel): void {
  if (!hasBody(request)) throw missingBody(model)
  const type = bareType(request.headers['content-type'])
  if (type === '') throw denials.noMediaType()
  if (!readingOf(type)) throw denials.mediaType(type.slice(0, 100))
}
