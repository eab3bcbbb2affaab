import { sessionCookie } from '../../core/person/browser.ts'
import { readExamples } from '../examples.ts'
import type { Schema } from '../fields.ts'
import { type Answer, type DescribedOperation, documentOf, type OpenApi } from '../openapi.ts'
import { conditionsOf, notModified } from '../openapi-conditions.ts'
import { exactly, integer, shared, string } from '../schemas.ts'
import type { About } from './about.ts'
import { problems } from './errors.ts'
import { schemas } from './openapi-schemas.ts'
import { tags } from './openapi-tags.ts'
import { type BookOperation, base } from './operation.ts'
import { operations } from './operations.ts'

/** The description of this dialect. */
export function describe(title: string): OpenApi {
  const examples = readExamples(new URL('examples/', import.meta.url), readBody)
  return documentOf({
    title,
    description: 'What no API of a vendor has, for programs and for pages. Problems are those of RFC 9457.',
    bases: [{ url: base, description: 'This server' }],
    securitySchemes: {
      key: { type: 'http', scheme: 'bearer' },
      session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
    },
    signIns: [['key'], ['session']],
    schemas: { ...schemas, problem },
    answers: Object.fromEntries(
      Object.entries(titlesOf()).map(([status, text]) => [`problem-${status}`, answerOf(text)]),
    ),
    tags,
    operations: operations.map((operation) => ({
      ...described(operation, operation.about()),
      examples: examples.get(operation.name) ?? [],
    })),
  })
}

function described(operation: BookOperation, about: About): Omit<DescribedOperation, 'examples'> {
  const { consumes, needs, takesLongBody } = operation
  const routes = operation.routes.map(({ method, url }) => ({ method, url: url.slice(base.length) }))
  const writes = operation.routes[0]?.method !== 'GET'
  const statuses = [
    400,
    401,
    403,
    404,
    409,
    415,
    422,
    429,
    500,
    503,
    ...(writes ? conditionsOf(operation).statuses : []),
    ...(takesLongBody || about.body ? [413] : []),
  ]
  return {
    facts: { ...operation, routes },
    tag: routes[0]?.url.split('/')[1] ?? '',
    summary: needs.length > 0 ? `${about.summary} (needs ${needs.join(', ')})` : about.summary,
    parameters: [
      ...Object.entries(about.query ?? {}).map(([name, schema]) => ({
        ...{ name, in: 'query', schema },
        ...(about.required?.includes(name) && { required: true }),
      })),
      ...(writes ? conditionsOf(operation).parameters : []),
    ],
    pathSchemas: { id: { ...string, pattern: '^[0-9a-f]{24}$' }, ...about.inPath },
    body: consumes === 'file' ? fileBodies(about.takes) : about.body && { 'application/json': about.body },
    bodyIsOptional: consumes !== 'file' && !about.body?.required,
    answers: {
      [about.status]: {
        description: 'The answer',
        contents: {
          ...(about.answer && { 'application/json': about.answer }),
          ...(about.hasEvents && { 'text/event-stream': string }),
          ...Object.fromEntries((about.files ?? []).map((type) => [type, string])),
        },
      },
      ...(about.isTagged && notModified),
      ...Object.fromEntries(statuses.map((status) => [status, `problem-${status}`])),
    },
    whyRoute: '',
  }
}

/** The bodies by which a file is sent: as a part of a form, or as it is. */
function fileBodies(types: readonly string[] = ['text/csv']): Readonly<Record<string, Schema>> {
  return {
    'multipart/form-data': {
      type: 'object',
      properties: { file: { contentMediaType: 'application/octet-stream' } },
      required: ['file'],
    },
    ...Object.fromEntries(types.map((type) => [type, type.startsWith('text/') ? string : {}])),
    'application/octet-stream': {},
  }
}

const problem = exactly(
  { type: string, title: string, status: integer, detail: string, field: string, line: integer },
  ...['field', 'line'],
)

/** The titles of all problems of each status. */
function titlesOf(): Readonly<Record<number, string>> {
  const titles: Record<number, string> = {}
  for (const { status, title } of Object.values(problems)) {
    // A wrong method is at no path that is described.
    if (status !== 405) titles[status] = titles[status] === undefined ? title : `${titles[status]}, or: ${title}`
  }
  return titles
}

function answerOf(description: string): Answer {
  return { description, contents: { 'application/problem+json': shared('problem') } }
}

function readBody(body: unknown, mediaType: string): unknown {
  return typeof body === 'string' && mediaType === 'application/json' ? JSON.parse(body) : body
}
