/** The format of an answer. */
export type Format = 'jsonld' | 'json'

/** The media types, in the order in which they are preferred (docs/wire/lox24.md §5). */
export const mediaTypes: Readonly<Record<Format, string>> = {
  jsonld: 'application/ld+json',
  json: 'application/json',
}

const formats = Object.keys(mediaTypes) as Format[]

/** The suffix of a path: `/groups.json` → `json`. Undefined where the path has none. A suffix need not be a format. */
export function suffixOf(path: string): string | undefined {
  return /\.([^./]+)$/.exec(path)?.[1]
}

/** Whether a suffix is a format. */
export function isFormat(suffix: string): suffix is Format {
  return Object.hasOwn(mediaTypes, suffix)
}

/**
 * The format to answer in, as API Platform chooses it. The best quality wins, then our own order, whatever the order of
 * the header. A suffix leaves one choice. Parameters of media types, such as a profile or a charset, are ignored.
 * Undefined when the client accepts no format that is offered.
 */
export function negotiate(accept: string | undefined, suffix: Format | undefined): Format | undefined {
  const offered = suffix ? [suffix] : formats
  if (accept === undefined || accept.trim() === '') return offered[0]
  const ranges = accept.split(',').map(rangeOf)
  const rated = offered.map((format) => ({ format, quality: qualityOf(mediaTypes[format], ranges) }))
  const best = rated.reduce((one, other) => (other.quality > one.quality ? other : one))
  return best.quality > 0 ? best.format : undefined
}

interface Range {
  readonly type: string
  readonly quality: number
}

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const given = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, '')
  const quality = given === undefined ? 1 : Number(given)
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 }
}

/** The quality of the most exact range that holds the type; 0 when none does. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const pattern of [type, type.replace(/\/.*/, '/*'), '*/*']) {
    const matching = ranges.filter((range) => range.type === pattern)
    if (matching.length > 0) return Math.max(...matching.map(({ quality }) => quality))
  }
  return 0
}
