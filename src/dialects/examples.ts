import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A call that the vendor's documents print, with the answer that this server gives to it. */
export interface Example {
  /** The place of the documents. */
  readonly source: string
  readonly method: string
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
    readonly source: string
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: unknown
    readonly response: {
      readonly status: number
      readonly contentType: string | null
      readonly body?: unknown
      /** The places where this server answers otherwise than the document prints. */
      readonly differs?: readonly { readonly documented: string; readonly answered: string }[]
    }
  }[]
}

/** The examples in a folder, by the names of their operations. */
export function readExamples(folder: string): ReadonlyMap<string, readonly Example[]> {
  const files = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ExampleFile)
  return new Map(files.map(({ operation, samples }) => [operation, samples.map(exampleOf)]))
}

function exampleOf({ source, method, headers, body, response }: ExampleFile['samples'][number]): Example {
  const { status, contentType, differs = [] } = response
  return {
    source,
    method,
    ...(body !== undefined && { body, sentAs: bare(headers['Content-Type'] ?? 'application/json') }),
    status,
    mediaType: contentType === null ? null : bare(contentType),
    ...('body' in response && { answer: asAnswered(response.body, differs) }),
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
  return JSON.parse(
    differs.reduce((text, each) => text.replace(each.documented, each.answered), JSON.stringify(printed)),
  )
}
