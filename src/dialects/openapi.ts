import type { Example } from './examples.ts'
import type { Schema } from './fields.ts'
import type { OperationFacts } from './operation.ts'

/** An object of an OpenAPI document. */
export type Part = Readonly<Record<string, unknown>>

/** A document in OpenAPI 3.1. */
export interface OpenApi extends Part {
  readonly openapi: '3.1.0'
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Part>>>>
  readonly components: Part
}

/** An operation as a dialect describes it. */
export interface DescribedOperation {
  readonly facts: Pick<OperationFacts, 'name' | 'page' | 'routes'>
  readonly tag: string
  readonly summary: string
  readonly parameters: readonly Part[]
  /** The schemas of the parameters of its paths. */
  readonly pathSchemas: Readonly<Record<string, Schema>>
  /** The body, by its media types. */
  readonly body?: Contents | undefined
  readonly bodyIsOptional?: boolean
  /** The answers, by their statuses; a text is the name of one that the document shares. */
  readonly answers: Readonly<Record<number, Answer | string>>
  /** Whether nobody has to sign in. */
  readonly isOpen?: boolean
  readonly examples: readonly Example[]
  /** The reason for which there is a route beside the first. */
  readonly whyRoute: string
}

export interface Answer {
  readonly description: string
  readonly headers?: Part
  readonly contents: Contents
}

/** The schemas of a body, by its media types; none for no body. */
export type Contents = Readonly<Record<string, Schema>>

/** All that a dialect says of itself, beside its operations. */
export interface OpenApiShape {
  /** The vendor and the version of its API: `LOX24 API v2`. */
  readonly title: string
  readonly description: string
  /** The paths below which the paths of the operations stand. */
  readonly bases: readonly { readonly url: string; readonly description: string }[]
  readonly securitySchemes: Readonly<Record<string, Part>>
  /** The ways to sign in, each with all schemes that it takes. */
  readonly signIns: readonly (readonly string[])[]
  readonly schemas: Readonly<Record<string, Schema>>
  /** The answers that operations share, by their names. */
  readonly answers: Readonly<Record<string, Answer>>
  readonly tags: Readonly<Record<string, string>>
  readonly operations: readonly DescribedOperation[]
}

/** The document of a dialect. */
export function documentOf(shape: OpenApiShape): OpenApi {
  const { title, operations } = shape
  const paths: Record<string, Record<string, Part>> = {}
  for (const operation of operations) {
    for (const [index, { method, url }] of operation.facts.routes.entries()) {
      const path = templateOf(url)
      paths[path] ??= {}
      paths[path][String(method).toLowerCase()] ??= operationOf(operation, index, path)
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title,
      version: /\bv(\S+)/.exec(title)?.[1] ?? '1',
      description: shape.description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: shape.bases,
    security: shape.signIns.map((schemes) => Object.fromEntries(schemes.map((name) => [name, []]))),
    tags: Object.entries(shape.tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: shape.securitySchemes,
      schemas: shape.schemas,
      responses: Object.fromEntries(
        Object.entries(shape.answers).map(([name, answer]) => [name, responseOf(answer, [], {})]),
      ),
    },
  }
}

/** `/groups/:id` → `/groups/{id}` */
function templateOf(url: string): string {
  return url.replace(/:(\w+)/g, '{$1}')
}

function operationOf(operation: DescribedOperation, route: number, path: string): Part {
  const { facts, tag, summary, parameters, pathSchemas, body, isOpen, answers, whyRoute } = operation
  const id = facts.name.replace(/\W+/g, '_')
  // An operation that can be had in several ways shows its examples once.
  const examples = route === 0 ? operation.examples : []
  const names = [...path.matchAll(/{(\w+)}/g)].map(([, name = '']) => name)
  const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: pathSchemas[name] ?? {} }))
  return {
    operationId: route === 0 ? id : `${id}_${route + 1}`,
    tags: [tag],
    summary,
    ...(/^https?:/.test(facts.page) && { externalDocs: { url: facts.page } }),
    ...(route > 0 && { 'x-same-as': id, 'x-reason': whyRoute }),
    ...(isOpen && { security: [] }),
    ...(inPath.length + parameters.length > 0 && { parameters: [...inPath, ...parameters] }),
    ...(body && {
      requestBody: {
        required: !operation.bodyIsOptional,
        content: contentOf(body, (type) => requestExamples(examples, type)),
      },
    }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [
        status,
        typeof answer === 'string'
          ? { $ref: `#/components/responses/${answer}` }
          : responseOf(answer, examples, { status: Number(status) }),
      ]),
    ),
  }
}

function responseOf(
  { description, headers, contents }: Answer,
  examples: readonly Example[],
  { status }: { readonly status?: number },
): Part {
  const shown = examples.filter((example) => example.status === status && example.answer !== undefined)
  const content = contentOf(contents, (type) =>
    namedExamples(shown.filter(({ mediaType }) => mediaType === type).map(({ source, answer }) => [source, answer])),
  )
  return { description, ...(headers && { headers }), ...(Object.keys(content).length > 0 && { content }) }
}

function contentOf(contents: Contents, examplesOf: (type: string) => Part | undefined): Part {
  return Object.fromEntries(
    Object.entries(contents).map(([type, schema]) => {
      const examples = examplesOf(type)
      return [type, { schema, ...(examples && { examples }) }]
    }),
  )
}

function requestExamples(examples: readonly Example[], type: string): Part | undefined {
  const sent = examples.filter(({ body, sentAs }) => body !== undefined && sentAs === type)
  return namedExamples(sent.map(({ source, body }) => [source, body]))
}

/** Examples by names that are unique. The same one of two sources is there once. */
function namedExamples(given: readonly (readonly [source: string, value: unknown])[]): Part | undefined {
  const seen = new Set<string>()
  const examples: Record<string, Part> = {}
  for (const [source, value] of given) {
    const text = JSON.stringify(value)
    if (seen.has(text)) continue
    seen.add(text)
    const name = source.replace(/[^\w.-]+/g, '_')
    examples[seen.size === 1 || !Object.hasOwn(examples, name) ? name : `${name}_${seen.size}`] = {
      summary: source,
      value,
    }
  }
  return seen.size > 0 ? examples : undefined
}
