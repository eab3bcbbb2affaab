import { Refusal } from '../../core/errors.ts'
import type { RawBody } from '../body/body-job.ts'
import type { BodyReader } from '../body/body-reader.ts'
import { readWhole } from '../body/whole-body.ts'
import type { Call } from '../call.ts'
import type { Denial } from '../denial.ts'
import { decodeText } from './charset.ts'
import { denials } from './errors.ts'
import { readForm } from './form.ts'
import { JsonProblem, readJson } from './json.ts'
import { bareType, readingOf } from './negotiate.ts'
import { readXml, type XmlDocument, type XmlElement, XmlProblem } from './xml.ts'

/** The model of an operation's body. */
export interface BodyModel {
  /** The names that the root of an XML document may have. */
  readonly roots: readonly [string, ...string[]]
  /** The members of the body, in the order that XML must keep. */
  readonly members: readonly string[]
  /** The members that are whole numbers. An empty element is refused for them, while an empty text in JSON is null. */
  readonly numbers: readonly string[]
  /** The member that may be a list in JSON. In XML and in a form it is a text with commas. */
  readonly list?: string
}

/** The members of a body that were given, by the vendor's names. JSON's null and XML's `i:nil` are null. */
export type Body = Readonly<Record<string, unknown>>

/** The facts that the reader of a body needs beside it. */
interface ModelOptions {
  readonly model: BodyModel
  readonly lenientXml: boolean
}

/** Bytes from which on a body is read in another thread: a worst one of 64 KiB takes some 20 milliseconds. */
const asideFrom = 64 * 1024

function readModel({ bytes, contentType, options }: RawBody): { readonly body: Body } {
  const { model, lenientXml } = options as ModelOptions
  return { body: readBody(bytes, contentType, model, lenientXml) }
}

/** The reader of all bodies. Its options are {@link ModelOptions}. */
export const modelReader: BodyReader<{ readonly body: Body }> = {
  module: 'checkmarket/body',
  name: 'modelReader',
  read: readModel,
  begin: readWhole(readModel),
  asideFrom,
}

/** Reads the body of a call by the model of its operation. */
export async function bodyOf(call: Call, options: ModelOptions): Promise<Body> {
  return (await call.read(modelReader, options)).body
}

/**
 * Reads a body by its media type. Names may be in any case in JSON and in a form, and must be exact in XML, as for the
 * vendor's serializers.
 *
 * @throws Denial 400 for a body that is malformed, empty or null.
 */
function readBody(bytes: Buffer, contentType: string | undefined, model: BodyModel, lenientXml: boolean): Body {
  const given = bytes.length === 0 ? null : parse(bytes, contentType, model, lenientXml)
  if (given === null) throw missingBody(model)
  return given
}

/** The refusal of a request that brings no model. */
export function missingBody({ roots }: BodyModel): Denial {
  return denials.invalid(`The ${roots[0]} is required.`)
}

function parse(bytes: Buffer, contentType: string | undefined, model: BodyModel, lenientXml: boolean): Body | null {
  const text = decodeText(bytes, contentType)
  if (text === undefined) throw denials.invalid('The body is not UTF-8, nor UTF-16 that says so.')
  if (text.trim() === '') return null
  const reading = readingOf(bareType(contentType))
  if (reading === 'xml') return fromXml(parseXml(text), model, lenientXml)
  return membersOf(reading === 'form' ? readForm(text) : parseJson(text), model)
}

function parseJson(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const given = readJson(text)
    if (given === null || given instanceof Map) return given
  } catch (error) {
    if (error instanceof JsonProblem) throw denials.invalid(`The body is not JSON: ${error.message}.`)
    throw error
  }
  throw denials.invalid('The body is not an object.')
}

function membersOf(given: ReadonlyMap<string, unknown> | null, model: BodyModel): Body | null {
  if (given === null) return null
  const names = new Map(model.members.map((name) => [name.toLowerCase(), name]))
  const body: Record<string, unknown> = {}
  for (const [key, value] of given) {
    const name = names.get(key.toLowerCase())
    if (name === undefined) continue
    // No other member of a model holds values: which ones were given does not matter.
    const holdsOthers = value instanceof Map || (Array.isArray(value) && name !== model.list)
    body[name] = holdsOthers ? [] : value
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
 * Reads the members as a DataContractSerializer does, which walks through them once. An element out of order is
 * dropped, as is an unknown one: with `Description` before `Name` in the model, a `Description` after `Name` is
 * dropped.
 */
function fromXml(document: XmlDocument, model: BodyModel, lenient: boolean): Body | null {
  if (document.namespace !== '' || !model.roots.includes(document.name)) {
    throw denials.invalid(
      `Expecting element '${model.roots[0]}' from namespace ''. Encountered 'Element' with name '${document.name}', ` +
        `namespace '${document.namespace}'.`,
    )
  }
  if (document.type && (document.type.namespace !== '' || document.type.name !== document.name)) {
    throw denials.invalid(
      `Element ':${document.name}' contains data of the '${document.type.namespace ?? ''}:${document.type.name}' data ` +
        'contract. The deserializer has no knowledge of any type that maps to this contract.',
    )
  }
  refuseReference(document)
  if (document.isNil) return null
  const body: Record<string, unknown> = {}
  let reached = -1
  for (const member of document.members) {
    const { name, namespace, isNil, text } = member
    const index = namespace === '' ? model.members.indexOf(name) : -1
    if (index < 0 || (!lenient && index <= reached)) continue
    refuseReference(member)
    if (member.type && member.type.namespace === undefined)
      throw denials.invalid(`The type of ${name} has no namespace.`)
    if (!isNil && text === undefined) throw denials.invalid(`The element ${name} must not hold elements.`)
    if (!isNil && text?.trim() === '' && model.numbers.includes(name)) {
      throw new Refusal('invalid_value', `${name} must be a number.`, name)
    }
    body[name] = isNil ? null : text
    reached = index
  }
  return body
}

/** Refuses a reference (`z:Ref`). A body holds nothing twice, so that a reference leads nowhere. */
function refuseReference({ name, reference }: XmlElement): void {
  if (reference !== undefined) {
    throw denials.invalid(`Deserialized object with reference id '${reference.slice(0, 100)}' not found (${name}).`)
  }
}
