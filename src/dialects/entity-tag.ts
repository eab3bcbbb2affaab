import type { Precondition, Revisions } from '../core/revision/precondition.ts'
import { revisionOf } from '../core/revision/revision.ts'
import { MalformedHeader } from './malformed-header.ts'

/** Characters of a revision. In a tag a point and a mark of the representation may follow. */
const revisionLength = 16

/**
 * The strong ETag of a thing in one of its forms: the revision of the thing, and a mark of the text that is sent. JSON and XML of one
 * thing have different tags, and each of them names the same revision in `If-Match`.
 */
export function entityTag(revision: string, text: string): string {
  return `"${revision}.${revisionOf(text).slice(0, 8)}"`
}

/** Whether a tag is among those of `If-None-Match`, which are compared weakly (RFC 9110 §13.1.2). */
export function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  const opaque = (each: string) => each.trim().replace(/^W\//, '')
  return header.split(',').some((each) => each.trim() === '*' || opaque(each) === opaque(tag))
}

/**
 * The precondition of a write, as its headers have it; undefined where they have none.
 *
 * @throws MalformedHeader
 */
export function preconditionOf(
  headers: { readonly 'if-match'?: string | undefined; readonly 'if-none-match'?: string | undefined },
  noun: Precondition['noun'],
): Precondition | undefined {
  const match = headers['if-match']
  const noneMatch = headers['if-none-match']
  if (match === undefined && noneMatch === undefined) return undefined
  return { noun, match: revisionsOf('If-Match', match), noneMatch: revisionsOf('If-None-Match', noneMatch) }
}

const tags = /^\s*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"\s*(?:,\s*|$))+$/
const eachTag = /(W\/)?"([^"]*)"/g

/** The revisions of some tags. A weak one never counts for `If-Match` (RFC 9110 §13.1.1). */
function revisionsOf(name: 'If-Match' | 'If-None-Match', header: string | undefined): Revisions | undefined {
  if (header === undefined) return undefined
  if (header.trim() === '*') return '*'
  if (!tags.test(header)) throw new MalformedHeader(`${name} must be * or ETags in quotes`)
  return [...header.matchAll(eachTag)].flatMap(([, weak, opaque = '']) =>
    weak && name === 'If-Match' ? [] : [opaque.slice(0, revisionLength)],
  )
}
