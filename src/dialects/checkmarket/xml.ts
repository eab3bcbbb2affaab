import { SaxesParser } from 'saxes'

/** An element right below the root. */
export interface XmlMember {
  readonly name: string
  readonly namespace: string
  readonly isNil: boolean
  /** The text in it, of CDATA too; undefined when it holds elements. */
  readonly text: string | undefined
}

/** A document as far as a body can use it: flat. What lies deeper belongs to members that nobody knows. */
export interface XmlDocument {
  readonly name: string
  readonly namespace: string
  readonly isNil: boolean
  readonly members: readonly XmlMember[]
}

/** Why a document is not read, for people. */
export class XmlProblem extends Error {}

const instance = 'http://www.w3.org/2001/XMLSchema-instance'
/** A body has one level below the root; the vendor's other models have three. */
const deepest = 32
const mostElements = 1000
const mostAttributes = 100
const longest = 1024 * 1024

/**
 * Reads a document. It must be well-formed; a document type declaration is refused outright, so that there are no entities
 * but the five of XML itself, and size, depth, elements and attributes are bounded while it is read.
 *
 * @throws XmlProblem
 */
export function readXml(text: string): XmlDocument {
  if (text.length > longest) throw new XmlProblem(`the document has more than ${longest} characters`)
  const parser = new SaxesParser({ xmlns: true, position: false })
  let root: Omit<XmlDocument, 'members'> | undefined
  const members: XmlMember[] = []
  let open: Omit<XmlMember, 'text'> | undefined
  let value = ''
  let holdsElements = false
  let depth = 0
  let elements = 0
  let attributes = 0

  parser.on('xmldecl', ({ encoding = 'utf-8' }) => {
    if (!/^utf-(8|16)$/i.test(encoding)) throw new XmlProblem('only UTF-8 and UTF-16 are read')
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
    const nil = Object.values(tag.attributes).find(({ local, uri }) => local === 'nil' && uri === instance)
    const isNil = nil?.value === 'true' || nil?.value === '1'
    const start = { name: tag.local, namespace: tag.uri, isNil }
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

/** What the parser says, without the text that it may quote at length. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 120) : 'unknown'
}
