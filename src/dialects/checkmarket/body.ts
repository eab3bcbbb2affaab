import { isUtf8 } from 'node:buffer'
import JSON5 from 'json5'
import { denials } from './errors.ts'
import { readXml, type XmlDocument, XmlProblem } from './xml.ts'

/** What the body of an operation is. */
export interface BodyModel {
  /** The names that the root of an XML document may have. */
  readonly roots: readonly [string, ...string[]]
  /** Its members, in the order that XML must keep. */
  readonly members: readonly string[]
}

/** The members of a body that were given, by the vendor's names. A member that is null, or `i:nil`, is null. */
export type Body = Readonly<Record<string, unknown>>

/** The ways in which a body may come. */
export const formType = 'application/x-www-form-urlencoded'

/**
 * Reads a body in its media type. Names are matched in any case in JSON, exactly in XML, as the vendor's serializers do.
 *
 * @throws Denial 400 when it is malformed, empty or null.
 */
export function readBody(bytes: Buffer, type: string, model: BodyModel, lenientXml: boolean): Body {
  const given = bytes.length === 0 ? null : parse(textOf(bytes), type, model, lenientXml)
  if (given === null) throw denials.invalid(`The ${model.roots[0]} is required.`)
  return given
}

function parse(text: string, type: string, model: BodyModel, lenientXml: boolean): Body | null {
  if (text.trim() === '') return null
  if (type.endsWith('/xml')) return fromXml(parseXml(text), model, lenientXml)
  return fromJson(type === formType ? Object.fromEntries(new URLSearchParams(text)) : parseJson(text), model)
}

function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  if (!isUtf8(bytes)) throw denials.invalid('The body is not UTF-8.')
  return bytes.toString('utf8').replace(/^\ufeff/, '')
}

/** The vendor takes single quotes, comments, names without quotes and trailing commas. What is plain JSON is read fast. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return JSON5.parse(text)
    } catch (error) {
      throw denials.invalid(`The body is not JSON: ${error instanceof Error ? error.message.slice(0, 120) : ''}.`)
    }
  }
}

function fromJson(given: unknown, model: BodyModel): Body | null {
  if (given === null) return null
  if (typeof given !== 'object' || Array.isArray(given)) throw denials.invalid('The body is not an object.')
  const names = new Map(model.members.map((name) => [name.toLowerCase(), name]))
  const body: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    const name = names.get(key.toLowerCase())
    if (name !== undefined) body[name] = value
  }
  return body
}

function parseXml(text: string): XmlDocument {
  try {
    return readXml(text)
  } catch (error) {
    if (error instanceof XmlProblem) throw denials.invalid(`The body is not XML that is read: ${error.message}.`)
    throw error
  }
}

/**
 * A DataContractSerializer walks through the members once: an element that comes after a later one is dropped, as is every
 * unknown one.
 */
function fromXml(document: XmlDocument, model: BodyModel, lenient: boolean): Body | null {
  if (document.namespace !== '' || !model.roots.includes(document.name)) {
    throw denials.invalid(
      `Expecting element '${model.roots[0]}' from namespace ''. Encountered 'Element' with name '${document.name}', ` +
        `namespace '${document.namespace}'.`,
    )
  }
  if (document.isNil) return null
  const body: Record<string, unknown> = {}
  let reached = -1
  for (const { name, namespace, isNil, text } of document.members) {
    const index = namespace === '' ? model.members.indexOf(name) : -1
    if (index < 0 || (!lenient && index <= reached)) continue
    if (!isNil && text === undefined) throw denials.invalid(`The element ${name} must not hold elements.`)
    body[name] = isNil ? null : text
    reached = index
  }
  return body
}
