import { readdirSync, readFileSync } from 'node:fs'

/** A call that the vendor's documents print, with the answer that this server gives to it. */
export interface Example {
  /** The place of the documents. */
  readonly source: string
  /** Absent where the call has no JSON body. */
  readonly body?: unknown
  /** The media type of the body, without parameters. */
  readonly sentAs?: string
  readonly status: number
  /** The media type of the answer, without parameters; null for an answer without a body. */
  readonly mediaType: string | null
  /** Absent where the document does not print it. */
  readonly answer?: unknown
}

interface ExampleFile {
  readonly operation: string
  readonly samples: readonly {
    readonly source?: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: unknown
    readonly response: {
      readonly status: number
      readonly contentType?: string | null
      readonly body?: unknown
      /** The places where this server answers otherwise than the document prints. */
      readonly differs?: readonly { readonly documented: string; readonly answered: string }[]
    }
  }[]
}

/** Makes of a body as a file has it the value that is sent. */
type ReadBody = (body: unknown, mediaType: string) => unknown

/**
 * The examples in a folder, by the names of their operations. `read` is for a dialect whose files have bodies as texts:
 * their differences are those of the texts.
 */
export function readExamples(folder: URL, read: ReadBody = (body) => body): ReadonlyMap<string, readonly Example[]> {
  const files = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as ExampleFile,
  )
  return new Map(files.map(({ operation, samples }) => [operation, samples.map((sample) => exampleOf(sample, read))]))
}

function exampleOf(
  { source = 'documented', headers, body, response }: ExampleFile['samples'][number],
  read: ReadBody,
): Example {
  const { status, contentType, differs = [] } = response
  const sentAs = bare(headers['Content-Type'] ?? 'application/json')
  const mediaType = typeof contentType === 'string' ? bare(contentType) : null
  return {
    source,
    ...(body !== undefined && { body: read(body, sentAs), sentAs }),
    status,
    mediaType,
    ...('body' in response && { answer: asAnswered(read(response.body, mediaType ?? ''), differs) }),
  }
}

/** A media type without its parameters. */
function bare(type: string): string {
  return type.split(';')[0] ?? type
}

function asAnswered(
  printed: unknown,
  differs: readonly { readonly documented: string; readonly answered: string }[],
): unknown {
  if (differs.length === 0) return printed
  const text = typeof printed === 'string' ? compact(printed) : JSON.stringify(printed)
  // A name in braces is an id that each server makes.
  const answered = differs
    .reduce((before, each) => before.replace(each.documented, each.answered), text)
    .replaceAll(/{\w+}/g, '1')
  return typeof printed === 'string' ? answered : JSON.parse(answered)
}

/** XML without the white space between its elements. */
function compact(xml: string): string {
  return xml.replaceAll(/>\s+</g, '><')
}
