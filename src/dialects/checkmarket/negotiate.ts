import { answerCharset, type Charset } from './charset.ts'

/** The format of an answer. */
export type Format = 'json' | 'xml'

/** The format of an answer, the media type that it is called by, and its charset. */
export interface Negotiated {
  readonly format: Format
  readonly type: string
  readonly charset: Charset
}

type Types = readonly [string, ...string[]]

/** The media types of each format; the first is its usual one. */
export const jsonTypes: Types = ['application/json', 'text/json']
export const xmlTypes: Types = ['application/xml', 'text/xml']
export const formTypes: Types = ['application/x-www-form-urlencoded']

/** The vendor's formatters in their order. */
const formatters: readonly { readonly format: Format; readonly types: Types }[] = [
  { format: 'json', types: jsonTypes },
  { format: 'xml', types: xmlTypes },
]

/** The way in which a body is read. */
export type Reading = Format | 'form'

const readers: readonly { readonly reading: Reading; readonly types: readonly string[] }[] = [
  ...formatters.map(({ format, types }) => ({ reading: format, types })),
  { reading: 'form', types: formTypes },
]

/**
 * The way in which a body of this media type is read; undefined when it is not read. A range, as `application/*`, is
 * read as the first type in it.
 */
export function readingOf(type: string): Reading | undefined {
  return readers.find(({ types }) => types.some((each) => isIn(each, type)))?.reading
}

function isIn(type: string, range: string): boolean {
  return type === range || range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)))
}

/** A media type in lower case, without its parameters. */
export function bareType(header: string | undefined): string {
  return header?.split(';')[0]?.trim().toLowerCase() ?? ''
}

interface Match extends Omit<Negotiated, 'charset'> {
  readonly quality: number
}

/** The headers of a request that decide how its answer is written. */
export interface Wishes {
  readonly accept?: string | undefined
  readonly 'accept-charset'?: string | undefined
  readonly 'content-type'?: string | undefined
  readonly 'x-requested-with'?: string | string[] | undefined
}

/** The headers that decide how an answer is written, for `Vary`. */
export const wishNames = 'Accept, Accept-Charset, X-Requested-With'

/**
 * Chooses how an answer is written, as ASP.NET Web API does (docs/wire/checkmarket.md §2): by `Accept`, else JSON for a
 * script of a page, else by the type of the request's body, else JSON. The highest quality wins. Of equal ones a
 * literal type comes first, then a range of subtypes, then the range of all types, and JSON before XML. The answer is
 * never 406.
 */
export function negotiate(headers: Wishes): Negotiated {
  const charset = answerCharset(headers['accept-charset'], headers['content-type'])
  return { ...formatFor(headers), charset }
}

function formatFor(headers: Wishes): Omit<Negotiated, 'charset'> {
  const ranges = rangesOf(headers.accept)
  const matches = [literal, subtypes, everything].flatMap((matcher) =>
    formatters.flatMap(({ format, types }): Match[] =>
      ranges.flatMap(({ range, quality }) => {
        const type = matcher(range, types)
        return type === undefined ? [] : [{ format, type, quality }]
      }),
    ),
  )
  const [first, ...others] = matches
  if (first) return others.reduce((best, each) => (each.quality > best.quality ? each : best), first)
  if (isFromScript(headers)) return json
  const bodyType = bareType(headers['content-type'])
  const [same] = formatters.flatMap(({ format, types }) =>
    types.filter((type) => isIn(type, bodyType)).map((type) => ({ format, type })),
  )
  return same ?? json
}

const json = { format: 'json', type: 'application/json' } as const

/** Whether a script of a page asks, without saying for which format. Its library adds `X-Requested-With` by itself. */
function isFromScript({ accept, 'x-requested-with': requestedWith }: Wishes): boolean {
  return (accept ?? '').trim() === '' && /xmlhttprequest/i.test(String(requestedWith ?? ''))
}

type Matcher = (range: string, types: Types) => string | undefined

const literal: Matcher = (range, types) => types.find((type) => type === range)
const subtypes: Matcher = (range, types) =>
  range !== '*/*' && range.endsWith('/*') ? types.find((type) => type.startsWith(range.slice(0, -1))) : undefined
const everything: Matcher = (range, types) => (range === '*/*' ? types[0] : undefined)

function rangesOf(accept = ''): { readonly range: string; readonly quality: number }[] {
  return accept
    .split(',')
    .slice(0, 50)
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase())
      const given = parameters.find((each) => each.startsWith('q='))
      const quality = given === undefined ? 1 : Number(given.slice(2))
      return { range, quality: quality >= 0 && quality <= 1 ? quality : 0 }
    })
    .filter(({ quality }) => quality > 0)
}
