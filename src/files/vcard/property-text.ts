import { isUtf8 } from 'node:buffer'
import { chooseCodePage } from '../text/code-page.ts'
import type { Property } from './property.ts'

/**
 * The parts of a property's value, decoded: `Doe;John` has two. A vCard 2.1 writes signs as quoted-printable bytes, and line breaks
 * not as `\n`.
 */
export function partsOf(property: Property, version: string): string[] {
  const parts = decoded(property).matchAll(/((?:\\.|[^;\\]|\\$)*)(?:;|$)/gs)
  return Array.from(parts, ([, part = '']) => unescaped(part, version).trim())
}

/** The value of a property as one text. */
export function textOf(property: Property, version: string): string {
  return unescaped(decoded(property), version).trim()
}

function unescaped(text: string, version: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\(.)/gs, (written, sign: string) => {
    if (sign === 'n' || sign === 'N') return version === '2.1' ? written : '\n'
    return /[\\,;:]/.test(sign) ? sign : written
  })
}

function decoded({ parameters, value }: Property): string {
  const encoding = parameters.get('ENCODING')?.[0]?.toLowerCase()
  const charset = parameters.get('CHARSET')?.[0]
  if (encoding === 'quoted-printable') return textOfBytes(bytesOfQuotedPrintable(value), charset)
  if (encoding === 'b' || encoding === 'base64') return textOfBytes(Buffer.from(value, 'base64'), charset)
  return value
}

function bytesOfQuotedPrintable(value: string): Buffer {
  const pieces = value.split(/((?:=[0-9A-Fa-f]{2})+)/)
  return Buffer.concat(
    pieces.map((piece, index) =>
      index % 2 === 1 ? Buffer.from(piece.replaceAll('=', ''), 'hex') : Buffer.from(piece),
    ),
  )
}

function textOfBytes(bytes: Buffer, charset: string | undefined): string {
  if (isUtf8(bytes)) return bytes.toString()
  return decoderOf(charset ?? chooseCodePage(bytes)).decode(bytes)
}

/** The decoder of a charset; of a name that nobody knows, as `UNKNOWN-8BIT`, that of western texts. */
function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder('windows-1252')
  }
}
