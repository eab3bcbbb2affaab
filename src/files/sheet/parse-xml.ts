import { SaxesParser } from 'saxes'
import { unreadable } from '../unreadable.ts'

/** Takes the events of an XML text. Names are without their prefix: `table` for `table:table`. */
export interface XmlReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** Bytes that may come without the end of a text or a tag. The parser keeps them all, and no list has a text as long. */
const longestText = 4 * 2 ** 20

const options = { position: false, xmlns: false } as const

/** Reads an XML text; one that is not there is empty. Gives the control back after each piece, so that what the reader has made can be taken. */
export async function* parseXml(pieces: AsyncIterable<Buffer>, reader: XmlReader): AsyncGenerator<void> {
  const parser = new SaxesParser(options)
  let size = 0
  parser.on('opentag', (tag) => {
    size = 0
    reader.open(localName(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => reader.close?.(localName(tag.name)))
  parser.on('text', (text) => reader.text?.(text))
  parser.on('cdata', (text) => reader.text?.(text))
  const decoder = new TextDecoder()
  let isThere = false
  for await (const piece of pieces) {
    isThere = true
    size += piece.length
    if (size > longestText) throw unreadable('the file has a text that is too long for a list')
    parsing(() => parser.write(decoder.decode(piece, { stream: true })))
    yield
  }
  if (isThere) parsing(() => parser.write(decoder.decode()).close())
  yield
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function parsing(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') throw error
    throw unreadable('the file is damaged: a part of it is no XML; save it again', error)
  }
}
