import { unreadable } from '../unreadable.ts'
import { parseXml } from './parse-xml.ts'

/** An element of a short part. */
export interface XmlElement {
  readonly name: string
  readonly parent: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Elements that a short part may have: styles, sheets, relationships. */
const mostElements = 200_000

/** Collects the elements of a short part. */
export async function collectElements(pieces: AsyncIterable<Buffer>): Promise<XmlElement[]> {
  const elements: XmlElement[] = []
  const path: string[] = []
  const reader = {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      elements.push({ name, parent: path.at(-1) ?? '', attributes })
      path.push(name)
      if (elements.length > mostElements) throw unreadable('the file has too many styles or sheets to be a list')
    },
    close: () => void path.pop(),
  }
  for await (const _ of parseXml(pieces, reader));
  return elements
}
