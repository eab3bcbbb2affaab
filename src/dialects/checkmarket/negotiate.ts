/** How an answer is written. */
export type Format = 'json' | 'xml'

/** The format of an answer and the media type that it is called by. */
export interface Negotiated {
  readonly format: Format
  readonly type: string
}

/** The vendor's formatters in their order; the first type of each is its usual one. */
const formatters: readonly { readonly format: Format; readonly types: readonly [string, ...string[]] }[] = [
  { format: 'json', types: ['application/json', 'text/json'] },
  { format: 'xml', types: ['application/xml', 'text/xml'] },
]

/** The format of a media type that can be read and written; undefined for any other. */
export function formatOf(type: string): Format | undefined {
  return formatters.find(({ types }) => types.includes(type))?.format
}

/** A media type without its parameters. */
export function bareType(header: string | undefined): string {
  return header?.split(';')[0]?.trim().toLowerCase() ?? ''
}

interface Match extends Negotiated {
  readonly quality: number
}

/**
 * Chooses as ASP.NET Web API does (docs/wire/checkmarket.md §2): by Accept, else by the type of the request's body, else JSON. The
 * highest quality wins; of equal ones a literal type, then a range of subtypes, then the range of all; JSON before XML. Never 406.
 */
export function negotiate(accept: string | undefined, bodyType: string | undefined): Negotiated {
  const ranges = rangesOf(accept)
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
  const type = bareType(bodyType)
  const format = formatOf(type)
  return format ? { format, type } : { format: 'json', type: 'application/json' }
}

type Matcher = (range: string, types: readonly [string, ...string[]]) => string | undefined

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
