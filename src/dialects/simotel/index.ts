import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Core } from '../../core/core.ts'
import { SignIns } from '../../core/sign-in/sign-ins.ts'
import { Denial } from '../denial.ts'
import { hasBody } from '../request.ts'
import { defineDialect } from '../serve.ts'
import type { SignedIn, Wire } from '../wire.ts'
import { admit, admitKey, dialectName } from './auth.ts'
import { Annotated, FileAnswer, failed, revisionsHeader } from './envelope.ts'
import { denials, faults } from './errors.ts'
import { webhooks } from './events/webhooks.ts'
import { keyForm } from './keys.ts'
import type { SimotelAnswer, SimotelCall, SimotelOperation } from './operation.ts'
import { permissionsOf } from './permissions.ts'
import { type SimotelSettings, settings } from './settings.ts'
import { storms } from './storms.ts'
import { welcome } from './welcome.ts'

const title = 'Simotel API v4'

/** Simotel's API v4 (autodialer groups and contacts, PBX users, lists of callers), with the paths and verbs of v3. */
export const simotel = defineDialect({
  name: dialectName,
  title,
  prefixes: ['/api'],
  operations: async () => (await import('./operations.ts')).operations,
  openapi: async () => (await import('./openapi.ts')).describe(title),
  settings,
  keyForm,
  permissionsOf,
  webhooks,
  welcome,
  faults,
  storms,
  denial: Denial,
  setUp,
  // Older clients search by GET with a JSON body.
  readsBodyOfGet: true,
  wire,
})

async function setUp(app: FastifyInstance): Promise<void> {
  const { default: cors } = await import('@fastify/cors')
  await app.register(cors, {
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: [
      ...['Authorization', 'X-APIKEY', 'Content-Type'],
      ...['If-Match', 'If-None-Match', 'Idempotency-Key', revisionsHeader],
    ],
    exposedHeaders: ['Dialbook-Reason', 'Dialbook-PBX', 'Retry-After', 'ETag', revisionsHeader],
    maxAge: 600,
    strictPreflight: false,
  })
}

function wire(
  core: Core,
  settings: SimotelSettings,
): Wire<SignedIn, SimotelOperation, SimotelCall, SimotelAnswer, Denial> {
  const signIns = new SignIns(core, dialectName)
  return {
    admit: async (request, operation) => ({
      caller: await admit(core, signIns, request, operation?.permission ?? null),
    }),
    admitKey: (request, key, operation) => ({ caller: admitKey(request, key, operation?.permission ?? null) }),
    checkMediaType,
    call: (_request, call) => ({ ...call, settings }),
    answer,
    deny(_request, reply, { message, reason, status }) {
      if (status !== 500) reply.header('Dialbook-Reason', headerText('Dialbook-Reason', reason))
      return reply.send(failed(message))
    },
  }
}

const mediaTypes: Readonly<Record<SimotelOperation['consumes'], string>> = {
  json: 'application/json',
  multipart: 'multipart/form-data',
}

function checkMediaType(request: FastifyRequest, { consumes }: SimotelOperation): void {
  const wanted = mediaTypes[consumes]
  const given = request.headers['content-type']
  if (given === undefined && !hasBody(request)) return
  if (given?.split(';')[0]?.trim().toLowerCase() !== wanted) throw denials.mediaType(wanted)
}

function answer(_request: FastifyRequest, reply: FastifyReply, answer: SimotelAnswer): unknown {
  if (answer instanceof FileAnswer) {
    reply.type(answer.type).header('Content-Length', answer.bytes)
    reply.header('Content-Disposition', `attachment; filename="${answer.name}"`)
    return Readable.from(answer.chunks)
  }
  const { envelope, headers } = answer instanceof Annotated ? answer : { envelope: answer, headers: {} }
  if (envelope instanceof Readable || envelope instanceof Uint8Array) reply.type('application/json; charset=utf-8')
  for (const [name, value] of Object.entries(headers)) reply.header(name, headerText(name, value))
  return envelope
}

/** A value for a header: reasons are cut, revisions are not. */
function headerText(name: string, value: string): string {
  return value.replace(/[^\x20-\x7e]/g, '?').slice(0, name === revisionsHeader ? undefined : 300)
}
