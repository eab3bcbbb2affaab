import { type Example, readExamples } from '../examples.ts'
import type { Schema } from '../fields.ts'
import { type Answer, type Contents, type DescribedOperation, documentOf, type OpenApi } from '../openapi.ts'
import { conditionsOf, conditionTexts, notModified } from '../openapi-conditions.ts'
import { arrayOf, boolean, exactly, integer, type Members, shared, string } from '../schemas.ts'
import type { About } from './about.ts'
import { folderContract, folderEntity, simpleFolderContract } from './contactfolders/folder.wire.ts'
import { groupContract, groupEntity } from './contactgroups/group.wire.ts'
import { contactContract, contactEntity } from './contacts/contact.wire.ts'
import { optOutContract, optOutEntity } from './contacts/optouts/opt-out.wire.ts'
import type { Contract } from './contract.ts'
import type { Entity, Property } from './entity.ts'
import { errorContract } from './errors.ts'
import { readJson } from './json.ts'
import { formTypes, jsonTypes, xmlTypes } from './negotiate.ts'
import type { CheckMarketOperation } from './operation.ts'
import { operations } from './operations.ts'
import { contactResultContract, contactsResultContract, folderResultContract, resultContract } from './result.ts'

/** The description of this dialect. */
export function describe(title: string): OpenApi {
  const examples = readExamples(new URL('examples/', import.meta.url), textOf)
  return documentOf({
    title,
    description:
      'Contact groups, their folders and their contacts, as the vendor answers them. `Meta.Status` is the true status, ' +
      'also where `statusok` in the query has HTTP say 200. JSON leaves out members that are null, and `select` all ' +
      'that it does not name. Paths and the names of members and parameters may be in any case.',
    bases: [{ url: '/3', description: 'This server' }],
    securitySchemes: {
      masterKey: { type: 'apiKey', in: 'header', name: 'X-Master-Key' },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    },
    signIns: [['masterKey', 'key']],
    schemas: schemas(),
    answers: Object.fromEntries(
      Object.entries(errorTexts).map(([status, description]) => [
        `error-${status}`,
        { description, contents: everyType(envelope(shared('Error'))) },
      ]),
    ),
    tags: {
      root: 'Where a client begins',
      contactgroups: 'Groups of contacts',
      contactfolders: 'Folders of groups',
      contacts: 'Contacts',
    },
    operations: operations.map((operation) => described(operation, operation.about(), examples)),
  })
}

function described(
  operation: CheckMarketOperation,
  about: About,
  examples: ReadonlyMap<string, readonly Example[]>,
): DescribedOperation {
  const [route] = operation.routes
  const url = route?.url.slice('/3'.length) || '/'
  const { body, isOpen } = { ...about, isOpen: operation.isOpen }
  const query = { ...(about.isList && listQuery), ...about.query }
  return {
    facts: { ...operation, routes: operation.routes.map(({ method }) => ({ method, url })) },
    tag: /^\/(contact\w+)/.exec(url)?.[1] ?? 'root',
    summary: about.summary,
    parameters: [
      ...Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema })),
      ...(isRead(operation) ? [] : conditionsOf(operation).parameters),
    ],
    pathSchemas: Object.fromEntries(['GroupId', 'ContactId', 'Id'].map((name) => [name, { ...integer, minimum: 1 }])),
    body: body && {
      ...Object.fromEntries(jsonTypes.map((type) => [type, body])),
      ...Object.fromEntries([...xmlTypes, ...formTypes].map((type) => [type, string])),
    },
    answers: { ...answerOf(operation, about), ...errorsOf(operation, about) },
    isOpen,
    examples: examples.get(operation.name) ?? [],
    whyRoute: '',
  }
}

function isRead({ routes }: CheckMarketOperation): boolean {
  return routes[0]?.method === 'GET'
}

function answerOf(operation: CheckMarketOperation, about: About): Readonly<Record<number, Answer>> {
  if (about.isBare) return { 200: { description: 'The document', contents: { 'application/json': about.data } } }
  const contents = everyType(about.isList ? envelope(arrayOf(about.data), pagedMeta) : envelope(about.data))
  const answer = { description: 'The answer', contents }
  return isRead(operation) ? { 200: answer, ...notModified } : { 200: answer }
}

const meta: Members = { Status: integer, Timestamp: { ...string, format: 'date-time' } }
const pagedMeta: Members = {
  ...{ Status: integer, TotalRowCount: integer, Limit: integer, Offset: integer, TotalPageCount: integer },
  ...{ StartRec: integer, StopRec: integer, Timestamp: { ...string, format: 'date-time' }, IsFiltered: boolean },
}

/** The envelope of an answer in JSON. */
function envelope(data: Schema, members = meta): Schema {
  return exactly({ Meta: exactly(members), Data: data, Links: shared('Links') }, 'Links')
}

/** An answer in each media type. XML is what a DataContractSerializer writes. */
function everyType(json: Schema): Contents {
  return {
    ...Object.fromEntries(jsonTypes.map((type) => [type, json])),
    ...Object.fromEntries(xmlTypes.map((type) => [type, string])),
  }
}

const listQuery = {
  top: { ...integer, minimum: 0, default: 25, description: 'The items on a page, 1000 at most' },
  skip: { ...integer, minimum: 0, default: 0 },
  filter: { ...string, description: 'A filter of OData: `Name eq "a" and ContactCount gt 3`' },
  orderby: { ...string, description: 'Properties with a comma, each with `desc` behind it for the other way' },
  select: { ...string, description: 'The members to be shown, with a comma' },
}

const types: Readonly<Record<Property<string>['type'], Schema>> = {
  text: string,
  phone: string,
  integer,
  boolean,
  instant: { ...string, format: 'date-time' },
  day: { ...string, format: 'date' },
}

/** The schema of a model, whose members are those of its contract. Their types are those by which they are filtered, or `others`. */
function modelOf<F extends string>(contract: Contract, entity: Entity<F> | undefined, others: Members): Schema {
  const members = contract.xmlOrder.map((name) => {
    const property = entity?.properties[name]
    const schema = others[name] ?? (property && types[property.type])
    if (!schema) throw new Error(`${contract.name} tells no type of ${name}`)
    return [name, schema] as const
  })
  // JSON has no member that is null, and `select` leaves out others.
  return exactly(Object.fromEntries(members), ...contract.xmlOrder)
}

function schemas(): Readonly<Record<string, Schema>> {
  const Links = shared('Links')
  const result = { Succeeded: boolean, FailureMessage: string }
  const link = exactly({ Href: string, Title: string, Method: string }, 'Title')
  return {
    Links: { type: 'object', additionalProperties: { anyOf: [link, arrayOf(link)] } },
    Group: modelOf(groupContract, groupEntity, { Links }),
    ContactFolder: modelOf(folderContract, folderEntity, { Links }),
    SimpleContactFolder: modelOf(simpleFolderContract, folderEntity, {}),
    Contact: modelOf(contactContract, contactEntity, {
      ...{ Links, IsOptedOut: boolean, DateOptOut: types.instant },
      ...{ Surveys: arrayOf({ type: 'object' }), Groups: arrayOf(shared('Group')) },
    }),
    OptOut: modelOf(optOutContract, optOutEntity, {
      ...{ LangCode: string, ContactId: integer, FirstName: string, LastName: string },
    }),
    ManipulationResult: modelOf(resultContract, undefined, result),
    ContactFolderManipulationResult: modelOf(folderResultContract, undefined, { ...result, ContactFolderId: integer }),
    ContactListResult: modelOf(contactsResultContract, undefined, { ...result, ContactCount: integer }),
    ContactCreateResult: modelOf(contactResultContract, undefined, { ...result, ContactId: integer }),
    Error: modelOf(errorContract, undefined, { ErrorCode: integer, ErrorMessage: string, ErrorType: string }),
  }
}

const errorTexts = {
  ...conditionTexts,
  400: 'The body or the query is malformed, or breaks a rule of a field',
  401: 'The keys are wrong, or one is missing',
  403: 'The key has not the role',
  404: 'There is no such thing',
  413: 'The body is too large',
  415: 'The body is of a type that is not read',
  429: 'Too many requests with wrong keys',
  500: 'A failure of the server',
  503: 'The server cannot do it now',
} as const

/** The errors that an operation can have. */
function errorsOf(operation: CheckMarketOperation, { body }: About): Readonly<Record<number, string>> {
  const { isOpen } = operation
  const ofConditions = isRead(operation) ? [] : conditionsOf(operation).statuses
  const ofSignIn = isOpen ? [] : [401, 403, 429]
  const statuses = [400, 404, 409, 415, 500, 503, ...ofSignIn, ...(body ? [413] : []), ...ofConditions]
  return Object.fromEntries(statuses.map((status) => [status, `error-${status}`]))
}

/**
 * A body of an example as a value: the samples have names in braces for what each server makes, and JSON as the vendor's
 * reader takes it.
 */
function textOf(given: unknown, mediaType: string): unknown {
  const text = String(given).replaceAll('{origin}', 'http://127.0.0.1:8080').replaceAll(/{\w+}/g, '1')
  return jsonTypes.includes(mediaType) ? plain(readJson(text)) : text
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]))
  if (Array.isArray(value)) return value.map(plain)
  return value !== null && typeof value === 'object' ? Number(Reflect.get(value, 'source')) : value
}
