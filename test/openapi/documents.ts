import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { OpenApi } from '../../src/dialects/openapi.ts'

const folder = join(import.meta.dirname, '../../openapi')

/** The descriptions of all dialects, by their names. */
export const documents: ReadonlyMap<string, OpenApi> = new Map(
  globSync('*.json', { cwd: folder })
    .toSorted()
    .map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
)

// The linter looks at the schemas themselves. `strictTypes` would want the type of each beside its limits.
const ajv = new Ajv2020({ allErrors: true, strictTypes: false })
addFormats.default(ajv)
for (const [name, document] of documents) ajv.addSchema(document, `book:/${name}`)
ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components'])

const compiledOf = new Map<object, (value: unknown) => string | undefined>()

/** The test of a schema in a dialect's document: it tells what is wrong with a value. A schema is compiled once. */
export function compiled(name: string, schema: object): (value: unknown) => string | undefined {
  let test = compiledOf.get(schema)
  if (!test) {
    const validate = ajv.compile(relocated(schema, `book:/${name}`) as object)
    test = (value) => (validate(value) ? undefined : ajv.errorsText(validate.errors?.slice(0, 5)))
    compiledOf.set(schema, test)
  }
  return test
}

interface Route {
  readonly method: string
  readonly path: RegExp
  readonly literals: number
  readonly operation: Operation
}

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: Contents }>>
}

type Contents = Readonly<Record<string, { readonly schema: object }>>

const routesOf = new Map<string, readonly Route[]>()

/** The routes of a document, the ones with most letters first. Only CheckMarket takes them in any case. */
function routes(name: string, { servers, paths }: OpenApi): readonly Route[] {
  let made = routesOf.get(name)
  if (!made) {
    made = Object.entries(paths)
      .flatMap(([path, item]) =>
        Object.entries(item).flatMap(([method, operation]) =>
          servers.map(({ url }) => {
            const whole = (url + path).replaceAll('//', '/')
            const form = whole.replace(/[.*+?()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')
            return {
              ...{
                method: method.toUpperCase(),
                path: new RegExp(`^${form}/*$`, name === 'checkmarket' ? 'i' : ''),
                operation: operation as never,
              },
              literals: whole.replace(/\{\w+\}/g, '').length,
            }
          }),
        ),
      )
      .sort((a, b) => b.literals - a.literals)
    routesOf.set(name, made)
  }
  return made
}

/** An answer as the check needs it. */
export interface SeenAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** Bodies that are looked into: a longer one takes too long in so many tests. */
const longest = 256 * 1024

/** What is wrong with an answer, compared with the description of its dialect; undefined where all is right, and where no dialect answers. */
export function problemOf(method: string, target: string, { status, headers, text }: SeenAnswer): string | undefined {
  const path = target.split('?')[0]?.replace(/\/{2,}/g, '/') ?? ''
  // HEAD is in no description: some dialects answer it where GET is, and others do not.
  if (method === 'HEAD' && status === 405) return undefined
  const wanted = method === 'HEAD' ? 'GET' : method
  for (const [name, document] of documents) {
    const fitting = routes(name, document).filter((each) => each.path.test(path))
    // A path that has no such method is answered by no operation.
    const route = fitting.find(({ method, literals }) => method === wanted && literals === fitting[0]?.literals)
    if (!route) continue
    const { operationId, responses } = route.operation
    // CheckMarket's `statusok` has HTTP say 200, whatever the status.
    const hidden = /[?&]\$?statusok/i.test(target) ? /"Status":(\d+)/.exec(text)?.[1] : undefined
    const told = responses[hidden ?? String(status)]
    if (!told) return `${operationId} is described without ${status}`
    const content = contentOf(document, told)
    const type = String(headers['content-type'] ?? '').split(';')[0] ?? ''
    if (method === 'HEAD' || text === '') return undefined
    const media = content?.[type]
    if (!media) return `${operationId} is described without ${type || 'a body'} for ${status}`
    if (text.length > longest || !/\bjson$/.test(type)) return undefined
    const problem = compiled(name, media.schema)(JSON.parse(text.replace(/^\ufeff/, '')))
    return problem && `the answer of ${operationId} (${status}) is not as it is described: ${problem}`
  }
  return undefined
}

function contentOf(document: OpenApi, { $ref, content }: Operation['responses'][string]): Contents | undefined {
  if ($ref === undefined) return content
  const { responses } = document.components as { responses: Record<string, { content?: Contents }> }
  return responses[$ref.split('/').at(-1) ?? '']?.content
}

/** A schema outside its document, with the references that it has into it. */
function relocated(schema: unknown, base: string): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${base}#/`))
}
