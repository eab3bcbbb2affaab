import { readExamples } from '../examples.ts'
import type { Schema } from '../fields.ts'
import { type Answer, type Contents, type DescribedOperation, documentOf, type OpenApi } from '../openapi.ts'
import { conditionsOf, conditionTexts, notModified } from '../openapi-conditions.ts'
import { arrayOf, constant, exactly, integer, type Members, shared, string } from '../schemas.ts'
import type { About } from './about.ts'
import { shownBlockedNumber } from './blocked-numbers/blocked-number.wire.ts'
import { shownBulk } from './bulks/bulk.wire.ts'
import { shownGroup } from './groups/group.wire.ts'
import { resourceClasses } from './hydra/vocabulary.ts'
import { shownIncoming } from './incomings/incoming.wire.ts'
import { shownAccount } from './me/get.ts'
import { mediaTypes } from './negotiate.ts'
import type { Lox24Operation } from './operation.ts'
import { operations } from './operations.ts'
import { shownPhone } from './phones/phone.wire.ts'
import { shownSms } from './sms/sms.wire.ts'

const resources = {
  groups: shownGroup,
  phones: shownPhone,
  BlockedNumber: shownBlockedNumber,
  sms: shownSms,
  bulks: shownBulk,
  incomings: shownIncoming,
  client: shownAccount,
}

/** The description of this dialect. */
export function describe(title: string): OpenApi {
  const examples = readExamples(new URL('examples/', import.meta.url))
  return documentOf({
    title,
    description:
      'SMS groups, their phones, blocked numbers and messages, as the vendor answers them. Answers are JSON-LD where `Accept` is ' +
      'absent or `*/*`, and plain JSON where it is asked for. A path that ends in a parameter may end in `.json` or ' +
      '`.jsonld` as well.',
    bases: [{ url: '/', description: 'This server' }],
    securitySchemes: {
      token: {
        type: 'apiKey',
        in: 'header',
        name: 'X-LOX24-AUTH-TOKEN',
        description: '`<client id>:<token>`, or the token alone',
      },
      clientId: {
        type: 'apiKey',
        in: 'header',
        name: 'X-LOX24-CLIENT-ID',
        description: 'The client id, as before 2021',
      },
    },
    signIns: [['token'], ['token', 'clientId']],
    schemas: schemas(),
    answers: Object.fromEntries(Object.entries(errorTexts).map(([status, text]) => [`error-${status}`, errorOf(text)])),
    tags: {
      groups: 'Groups of phones',
      phones: 'Phones of groups',
      blocked_numbers: 'Numbers that are closed for messages',
      sms: 'Messages',
      bulks: 'Bulks',
      incomings: 'Messages that came in',
      me: 'The account',
      hydra: 'Documents that Hydra clients read',
    },
    operations: operations.map((operation) => ({
      ...described(operation, operation.about()),
      examples: examples.get(operation.name) ?? [],
    })),
  })
}

function described(operation: Lox24Operation, about: About): Omit<DescribedOperation, 'examples'> {
  const { name, isOpen, routes } = operation
  const [, first = ''] = routes[0]?.url.split('/') ?? []
  return {
    facts: operation,
    tag: isOpen ? 'hydra' : name.includes('phone') ? 'phones' : first,
    summary: about.summary,
    parameters: [
      ...Object.entries(about.query ?? {}).map(([query, schema]) => ({ name: query, in: 'query', schema })),
      ...(isRead(operation) ? [] : conditionsOf(operation).parameters),
    ],
    pathSchemas: { id: integer, uuid: string, format: { ...string, enum: Object.keys(mediaTypes) }, name: string },
    body: about.body && { [mediaTypes.json]: about.body, [mediaTypes.jsonld]: about.body },
    answers: {
      ...answerOf(about.answer, operation),
      ...(isRead(operation) && about.answer.kind === 'resource' && notModified),
      ...errorsOf(operation, about),
    },
    isOpen,
    whyRoute: 'The path may name the format of the answer',
  }
}

function isRead({ routes }: Lox24Operation): boolean {
  return routes[0]?.method === 'GET'
}

function answerOf(answer: About['answer'], { fixedFormat }: Lox24Operation): Readonly<Record<number, Answer>> {
  if (answer.kind === 'nothing') return { 204: { description: 'It is done', contents: {} } }
  if (answer.kind === 'csv') return { 200: { description: 'The file', contents: { 'text/csv': string } } }
  const formats = fixedFormat ? [fixedFormat] : (['json', 'jsonld'] as const)
  const contents = Object.fromEntries(
    formats.map((format) => [mediaTypes[format], format === 'json' ? plain(answer) : linked(answer)]),
  )
  if (answer.kind === 'batch') return { [answer.status]: { description: 'The answer to each item', contents } }
  if (answer.kind !== 'resource') return { 200: { description: 'The answer', contents } }
  const location = { 'Content-Location': { description: 'Its path', schema: string } }
  const headers = answer.status === 201 ? { headers: { Location: location['Content-Location'], ...location } } : {}
  return { [answer.status]: { description: resourceClasses[answer.type].description, ...headers, contents } }
}

type Shaped = Exclude<About['answer'], { readonly kind: 'csv' } | { readonly kind: 'nothing' }>

function plain(answer: Shaped): Schema {
  if (answer.kind === 'document') return answer.schema
  if (answer.kind === 'resource') return shared(answer.type)
  if (answer.kind === 'collection') return arrayOf(shared(answer.type))
  return arrayOf(exactly({ status: integer, body: bodyOfItem(answer, shared(answer.type), shared('problem')) }))
}

/** The body of an item of a batch: what came, nothing for what went, or why not. */
function bodyOfItem(
  { status }: Extract<Shaped, { readonly kind: 'batch' }>,
  resource: Schema,
  refusal: Schema,
): Schema {
  return { anyOf: [status === 201 ? resource : { type: 'null' }, refusal] }
}

function linked(answer: Shaped): Schema {
  if (answer.kind === 'document') return answer.schema
  const { type, kind } = answer
  const context = constant(`/contexts/${type}`)
  if (kind === 'resource') return exactly({ '@context': context, ...linkedMembers(type) })
  const one = shared(`${type}.jsonld`)
  const member =
    kind === 'batch' ? exactly({ status: integer, body: bodyOfItem(answer, one, shared('hydra-error')) }) : one
  return exactly(
    {
      '@context': context,
      '@id': string,
      '@type': constant('hydra:Collection'),
      'hydra:member': arrayOf(member),
      'hydra:totalItems': integer,
      ...(kind === 'collection' && { 'hydra:view': shared('hydra-view'), 'hydra:search': { type: 'object' } }),
    },
    'hydra:search',
  )
}

function linkedMembers(type: keyof typeof resources): Members {
  return { '@id': string, '@type': constant(type), ...membersOf(type) }
}

/** The members of a resource, with the vendor's words on each. */
function membersOf(type: keyof typeof resources): Members {
  const { properties } = resourceClasses[type]
  return Object.fromEntries(
    Object.entries(resources[type]).map(([name, schema]: [string, Schema]) => {
      const description = properties[name]?.description
      return [name, description === undefined || 'description' in schema ? schema : { ...schema, description }]
    }),
  )
}

function schemas(): Readonly<Record<string, Schema>> {
  const types = Object.keys(resources) as (keyof typeof resources)[]
  const violations = arrayOf(exactly({ propertyPath: string, message: string, code: string }))
  return {
    ...Object.fromEntries(types.map((type) => [type, exactly(membersOf(type))])),
    // The account is in no collection.
    ...Object.fromEntries(
      types.filter((type) => type !== 'client').map((type) => [`${type}.jsonld`, exactly(linkedMembers(type))]),
    ),
    problem: exactly(
      { type: string, title: string, status: integer, detail: string, violations },
      ...['status', 'violations'],
    ),
    'hydra-error': exactly(
      { '@context': string, '@type': string, 'hydra:title': string, 'hydra:description': string, violations },
      'violations',
    ),
    'hydra-view': exactly(
      {
        ...{ '@id': string, '@type': constant('hydra:PartialCollectionView') },
        ...{ 'hydra:first': string, 'hydra:last': string, 'hydra:previous': string, 'hydra:next': string },
      },
      ...['hydra:previous', 'hydra:next'],
    ),
  }
}

const errorTexts = {
  412: conditionTexts[412],
  428: conditionTexts[428],
  400: 'The body or the query is malformed, or breaks a rule of a field',
  401: 'The key is wrong',
  402: "The account's budget for messages is spent",
  403: 'The account or the key may not',
  404: 'There is no such thing',
  406: 'None of the formats is accepted',
  409: 'It is there already',
  413: 'The body is too large',
  415: 'The body is of a type that is not read',
  422: 'The body is well-formed, and cannot be followed',
  429: 'The address is blocked for bad sign-ins, or the client id is slowed',
  500: 'A failure of the server',
  503: 'The server cannot do it now',
} as const

function errorOf(description: string): Answer {
  const contents: Contents = {
    'application/problem+json': shared('problem'),
    [mediaTypes.jsonld]: shared('hydra-error'),
  }
  return { description, contents }
}

/** The errors that an operation can have. */
function errorsOf(operation: Lox24Operation, { body, errors = [] }: About): Readonly<Record<number, string>> {
  const statuses = [
    ...[400, 404, 406, 415, 429, 500, 503],
    ...(operation.isOpen ? [] : [401, 403]),
    ...(isRead(operation) ? [] : conditionsOf(operation).statuses),
    ...(body ? [413, 422] : []),
    ...errors,
  ]
  return Object.fromEntries(statuses.map((status) => [status, `error-${status}`]))
}
