import type { Readable } from 'node:stream'
import { LongArray } from '../streamed-json.ts'
import type { Format } from './negotiate.ts'
import { type AskedPage, viewOf } from './pages.ts'

/** One thing in its wire form. `type` is the name of its context, `iri` the path at which it is found. */
export interface Resource {
  readonly type: 'groups' | 'phones' | 'client' | 'BlockedNumber' | 'sms' | 'bulks' | 'incomings'
  readonly iri: string
  readonly fields: object
}

/** The answer of an operation, which has no format yet. */
export type Answer =
  | { readonly kind: 'resource'; readonly status: 200 | 201; readonly resource: Resource; readonly revision?: string }
  | {
      readonly kind: 'collection'
      readonly type: Resource['type']
      readonly iri: string
      readonly members: readonly Resource[]
      readonly total: number
      readonly page: AskedPage
      /** The description of the filters, where the collection has some. */
      readonly search?: object
    }
  | {
      readonly kind: 'batch'
      readonly status: 200 | 201
      readonly type: Resource['type']
      readonly iri: string
      readonly count: number
      /** The answers to the items: of a long batch some at a time, which can be gone through once. */
      readonly items: readonly BatchItem[] | AsyncIterable<readonly BatchItem[]>
    }
  | { readonly kind: 'document'; readonly document: object }
  | { readonly kind: 'csv'; readonly filename: string; readonly content: Readable }
  | { readonly kind: 'nothing' }

/** The answer to one item of a batch: a resource, null for one that is gone, or the document of an error in the format of the request. */
export interface BatchItem {
  readonly status: number
  readonly body: Resource | { readonly document: object } | null
}

/** The body of an answer in JSON or JSON-LD; undefined for a file and for nothing. */
export function bodyOf(answer: Answer, format: Format): unknown {
  const isLinked = format === 'jsonld'
  const context = (type: string): object => ({ '@context': `/contexts/${type}` })
  switch (answer.kind) {
    case 'resource':
      return isLinked ? { ...context(answer.resource.type), ...linked(answer.resource) } : answer.resource.fields
    case 'collection': {
      const { type, iri, members, total, page, search } = answer
      if (!isLinked) return members.map(({ fields }) => fields)
      return {
        ...context(type),
        '@id': iri,
        '@type': 'hydra:Collection',
        'hydra:member': members.map(linked),
        'hydra:totalItems': total,
        'hydra:view': viewOf(iri, page, total),
        ...(search && { 'hydra:search': search }),
      }
    }
    case 'batch': {
      const { type, iri, count, items } = answer
      const body = (each: BatchItem['body']): object | null =>
        each === null ? null : 'document' in each ? each.document : isLinked ? linked(each) : each.fields
      const resultsOf = (some: readonly BatchItem[]): object[] =>
        some.map((item) => ({ status: item.status, body: body(item.body) }))
      const results = isWhole(items) ? resultsOf(items) : new LongArray(inTurns(items, resultsOf))
      if (!isLinked) return results
      return {
        ...context(type),
        '@id': iri,
        '@type': 'hydra:Collection',
        'hydra:member': results,
        'hydra:totalItems': count,
      }
    }
    case 'document':
      return answer.document
    default:
      return undefined
  }
}

/** Whether the answers to a batch are all there, and not to be made some at a time. */
export function isWhole(
  items: readonly BatchItem[] | AsyncIterable<readonly BatchItem[]>,
): items is readonly BatchItem[] {
  return Array.isArray(items)
}

async function* inTurns<T, U>(parts: AsyncIterable<T>, each: (part: T) => U): AsyncGenerator<U> {
  for await (const part of parts) yield each(part)
}

function linked({ type, iri, fields }: Resource): object {
  return { '@id': iri, '@type': type, ...fields }
}
