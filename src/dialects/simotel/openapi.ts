import { readExamples } from '../examples.ts'
import { type Answer, type Contents, type DescribedOperation, documentOf, type OpenApi } from '../openapi.ts'
import { conditionsOf, conditionTexts } from '../openapi-conditions.ts'
import { constant, exactly, shared, string } from '../schemas.ts'
import type { About } from './about.ts'
import { bases, type SimotelOperation } from './operation.ts'
import { operations } from './operations.ts'
import { soundTypes } from './reports/audio/download.ts'

const json = 'application/json'

/** The description of this dialect. Its operations stand once, below each of the base paths. */
export function describe(title: string): OpenApi {
  const examples = readExamples(new URL('examples/', import.meta.url))
  return documentOf({
    title,
    description:
      'The autodialer, the users and trunks of the PBX, its lists of callers, calls and reports, as the vendor answers ' +
      'them. A call that fails for what it asks is answered with HTTP 200 and `success` 0. Version 3 is here as well: ' +
      'its paths without an action, and its methods.',
    bases: bases.map((url) => ({
      url,
      description: url === bases[0] ? 'The usual base path' : 'An older or hosted one',
    })),
    securitySchemes: {
      basic: { type: 'http', scheme: 'basic' },
      key: { type: 'apiKey', in: 'header', name: 'X-APIKEY' },
    },
    signIns: [['basic'], ['key'], ['basic', 'key']],
    schemas: { failed: exactly({ success: constant(0), message: string, data: constant('') }) },
    answers: Object.fromEntries(
      Object.entries(errorTexts).map(([status, description]) => [
        `error-${status}`,
        { description, contents: { [json]: shared('failed') } },
      ]),
    ),
    tags: {
      autodialer: 'Groups of numbers, contacts, announcements, trunk managers, campaigns and their reports',
      pbx: 'Users, trunks, lists of callers, announcements and hold music of the PBX',
      call: 'Calls',
      reports: 'Reports on calls, and their recordings',
      setting: 'The connection',
    },
    operations: operations.map((operation) => ({
      ...described(operation, operation.about()),
      examples: examples.get(operation.name) ?? [],
    })),
  })
}

function described(operation: SimotelOperation, about: About): Omit<DescribedOperation, 'examples'> {
  const { name, routes, consumes, bodyIsOptional } = operation
  const base = `${bases[0]}/`
  const writes = /\/(add|update|remove|sync|upload|act)$/.test(name) && name !== 'setting/ping/act'
  return {
    facts: {
      ...operation,
      routes: routes
        .filter(({ url }) => url.startsWith(base))
        .map(({ method, url }) => ({ method, url: url.slice(base.length - 1) })),
    },
    tag: name.split('/')[0] ?? '',
    summary: about.summary,
    parameters: writes ? conditionsOf(operation).parameters : [],
    pathSchemas: {},
    body:
      consumes === 'multipart' ? { 'multipart/form-data': fileSchema } : { [json]: about.body ?? { type: 'object' } },
    bodyIsOptional,
    answers: { 200: answerOf(about), ...errorsOf(about), ...(writes && conditionErrors(operation)) },
    whyRoute: 'A path or a method of version 3, or another method that the vendor documents',
  }
}

const fileSchema = {
  type: 'object',
  properties: { file: { contentMediaType: 'application/octet-stream' } },
  required: ['file'],
}

function answerOf({ data }: About): Answer {
  if (!data) {
    const sounds: Contents = Object.fromEntries([...soundTypes, 'application/octet-stream'].map((type) => [type, {}]))
    return { description: 'The sound; in JSON why there is none', contents: { ...sounds, [json]: shared('failed') } }
  }
  const succeeded = exactly({ success: constant(1), message: { type: ['string', 'null'] }, data })
  return { description: 'It is done, or why it is not', contents: { [json]: { oneOf: [succeeded, shared('failed')] } } }
}

/** The errors of conditions and retries. */
function conditionErrors(operation: SimotelOperation): Readonly<Record<number, string>> {
  return Object.fromEntries(conditionsOf(operation).statuses.map((status) => [status, `error-${status}`]))
}

const errorTexts = {
  ...conditionTexts,
  400: 'The body is malformed',
  401: 'The credentials are missing or wrong',
  403: 'The address or the key may not',
  404: 'There is no such file',
  413: 'The body is too large',
  415: 'The body is of a type that is not read',
  429: 'Too many bad sign-ins',
  500: 'A failure of the server',
  503: 'The server cannot do it now',
} as const

/** The errors that an operation can have. */
function errorsOf({ errors = [] }: About): Readonly<Record<number, string>> {
  const statuses = [400, 401, 403, 413, 415, 429, 500, 503, ...errors]
  return Object.fromEntries(statuses.map((status) => [status, `error-${status}`]))
}
