/** A charset that answers are written in, by the name that the vendor's library gives it. */
export type Charset = 'utf-8' | 'utf-16'

/** Encodings of bodies, by the names that a client may give them. `utf-16` without a mark begins with the low byte. */
const declared: Readonly<Record<string, string>> = {
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  unicode: 'utf-16le',
  'utf-16be': 'utf-16be',
  unicodefffe: 'utf-16be',
}

const marks: readonly { readonly bytes: readonly number[]; readonly encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
]

/** The `charset` of a media type, in lower case and without quotes; empty where it names none. */
export function charsetOf(contentType: string | undefined): string {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? ''
}

/**
 * The text of a body: by its byte order mark, else by its declared charset, else as UTF-8. Undefined for bytes that are
 * no text in that encoding.
 */
export function decodeText(bytes: Buffer, contentType: string | undefined): string | undefined {
  const marked = marks.find((mark) => mark.bytes.every((byte, index) => bytes[index] === byte))?.encoding
  const encoding = marked ?? declared[charsetOf(contentType)] ?? 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The charset of an answer, as ASP.NET Web API chooses it: the best of `Accept-Charset` that it can write, else the
 * charset of the request's body, else UTF-8.
 */
export function answerCharset(acceptCharset: string | undefined, contentType: string | undefined): Charset {
  const wanted = (acceptCharset ?? '')
    .split(',')
    .slice(0, 50)
    .map((part) => {
      const [name = '', quality = ''] = part.split(';').map((each) => each.trim().toLowerCase())
      const given = /^q=(.*)$/.exec(quality)?.[1]
      return { name: name === '*' ? 'utf-8' : name, quality: given === undefined ? 1 : Number(given) }
    })
    .filter(({ name, quality }) => isCharset(name) && quality > 0 && quality <= 1)
    .toSorted((a, b) => b.quality - a.quality)
  return [wanted[0]?.name ?? '', charsetOf(contentType)].find(isCharset) ?? 'utf-8'
}

function isCharset(name: string): name is Charset {
  return name === 'utf-8' || name === 'utf-16'
}

/** The bytes of an answer. UTF-16 begins with a mark and has its low byte first, as .NET writes it. */
export function encodeText(text: string, charset: Charset): Buffer {
  return charset === 'utf-8' ? Buffer.from(text) : Buffer.from(`\ufeff${text}`, 'utf16le')
}
