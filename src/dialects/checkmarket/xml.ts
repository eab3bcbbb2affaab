import { SaxesParser, type SaxesTagNS } from 'saxes'

/** An element, as its start tag describes it. */
export interface XmlElement {
  readonly name: string
  readonly namespace: string
  readonly isNil: boolean
  /** The type that `i:type` names. Its namespace is undefined where the prefix is not bound. */
  readonly type?: { readonly name: string; readonly namespace: string | undefined }
  /** The id that `z:Ref` names. */
  readonly reference?: string
}

/** An element right below the root. */
export interface XmlMember extends XmlElement {
  /** The text of the element, with that of CDATA; undefined when it holds elements. */
  readonly text: string | undefined
}

/**
 * A document as far as a body can use it: the root and its members. Elements that lie deeper belong to unknown members.
 */
export interface XmlDocument extends XmlElement {
  readonly members: readonly XmlMember[]
}

/** The reason why a document is not read, for people. */
export class XmlProblem extends Error {}

const instance = 'http://www.w3.org/2001/XMLSchema-instance'
const serialization = 'http://schemas.microsoft.com/2003/10/Serialization/'
/** Levels that a document may have. A body has one level below the root, other models of the vendor have three. */
const deepest = 32
const mostElements = 1000
const mostAttributes = 100
const longest = 1024 * 1024

/**
 * Reads a document, which must be well-formed. A document type declaration is refused outright, so that there are no
 * entities but the five of XML itself. Size, depth, elements and attributes are bounded while the document is read.
 *
 * @throws XmlProblem
 */
export function readXml(text: string): XmlDocument {
  if (text.length > longest) throw new XmlProblem(`the document has more than ${longest} characters`)
  const parser = new SaxesParser({ xmlns: true, position: false })
  let root: XmlElement | undefined
  const members: XmlMember[] = []
  let open: XmlElement | undefined
  let value = ''
  let holdsElements = false
  let depth = 0
  let elements = 0
  let attributes = 0

  parser.on('xmldecl', ({ encoding = 'utf-8' }) => {
    if (!/^utf-(8|16|16le|16be)$/i.test(encoding)) throw new XmlProblem('only UTF-8 and UTF-16 are read')
  })
  parser.on('doctype', () => {
    throw new XmlProblem('a document type declaration is refused')
  })
  parser.on('attribute', () => {
    if (++attributes > mostAttributes) throw new XmlProblem(`there are more than ${mostAttributes} attributes`)
  })
  parser.on('opentag', (tag) => {
    if (++depth > deepest) throw new XmlProblem(`elements are nested more than ${deepest} deep`)
    if (++elements > mostElements) throw new XmlProblem(`there are more than ${mostElements} elements`)
    const start = elementOf(tag, (prefix) => parser.resolve(prefix) ?? (prefix === '' ? '' : undefined))
    if (depth === 1) root = start
    if (depth === 2) {
      open = start
      value = ''
      holdsElements = false
    }
    if (depth === 3) holdsElements = true
  })
  const collect = (part: string) => {
    if (depth === 2) value += part
    if (depth === 1 && /[^ \t\r\n]/.test(part)) throw new XmlProblem('there is text between the elements')
  }
  parser.on('text', collect)
  parser.on('cdata', collect)
  parser.on('closetag', () => {
    if (depth === 2 && open) members.push({ ...open, text: holdsElements ? undefined : value })
    depth -= 1
  })
  try {
    parser.write(text).close()
  } catch (error) {
    throw error instanceof XmlProblem ? error : new XmlProblem(`the document is not well-formed: ${reasonOf(error)}`)
  }
  if (!root) throw new XmlProblem('there is no root element')
  return { ...root, members }
}

function elementOf(tag: SaxesTagNS, namespaceOf: (prefix: string) => string | undefined): XmlElement {
  const attribute = (name: string, namespace: string): string | undefined =>
    Object.values(tag.attributes)
      .find(({ local, uri }) => local === name && uri === namespace)
      ?.value.trim()
  const nil = attribute('nil', instance)
  const [, prefix = '', typeName = ''] = /^(?:([^:]*):)?(.*)$/s.exec(attribute('type', instance) ?? '') ?? []
  const reference = attribute('Ref', serialization)
  return {
    name: tag.local,
    namespace: tag.uri,
    isNil: nil === 'true' || nil === '1',
    ...(typeName !== '' && { type: { name: typeName, namespace: namespaceOf(prefix) } }),
    ...(reference !== undefined && { reference }),
  }
}

/** The message of the parser, cut: it may quote the text at length. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 120) : 'unknown'
}
