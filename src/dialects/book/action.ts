import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import type { Permission } from '../../core/permission/permission.ts'
import type { Decoded, Fields, Schema } from '../fields.ts'
import type { About } from './about.ts'
import { bodyOf, membersOf } from './body.ts'
import { type BookAnswer, type BookCall, type BookOperation, base, operation } from './operation.ts'
import { type Asked, type Parameters, readParameters } from './parameters.ts'
import { Query } from './query.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** A request whose query and body are read. */
export interface ActionCall<P extends Parameters, F extends Fields> {
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
  readonly asked: Asked<P>
  readonly given: Decoded<F>
  readonly call: BookCall
}

interface ActionShape<P extends Parameters, F extends Fields> extends Pick<About, 'inPath' | 'isTagged' | 'files'> {
  /** The method, and the path below the API: `GET /contacts/:id`. */
  readonly does: `${Method} /${string}`
  readonly summary: string
  readonly needs: readonly Permission[]
  readonly revises?: BookOperation['revises']
  readonly query?: P
  readonly body?: F
  /** 200 where nothing else is said. */
  readonly status?: About['status']
  readonly answers?: Schema
  readonly answer: (core: Core, call: ActionCall<P, F>) => Promise<BookAnswer>
}

/** Makes an operation whose query and body are tables of readers: what it takes, and its description, follow from them. */
export function action<
  const P extends Parameters = Record<never, never>,
  const F extends Fields = Record<never, never>,
>({ does, query = {} as P, body, status = 200, answers, answer, ...shape }: ActionShape<P, F>): BookOperation {
  const [method, path] = does.split(' ') as [Method, string]
  const { summary, inPath, isTagged, files, needs, revises } = shape
  const required = Object.keys(query).filter((name) => query[name]?.isRequired)
  return operation({
    ...{ method, path, needs },
    ...(revises && { revises }),
    about: () => ({
      ...{ summary, status, required },
      query: Object.fromEntries(Object.entries(query).map(([name, { schema }]) => [name, schema])),
      ...(inPath && { inPath }),
      ...(isTagged && { isTagged }),
      ...(files && { files }),
      ...(body && { body: bodyOf(body) }),
      ...(answers && { answer: answers }),
    }),
    async answer(core, call) {
      const { caller, params, raw } = call
      const asked = readParameters(new Query(call.query, Object.keys(query)), query)
      const given = membersOf(method === 'GET' ? undefined : raw, body ?? ({} as F))
      return answer(core, { caller, params, asked, given, call })
    },
  })
}

/** An answer that shows something, with its revision where it has one. */
export function shows(body: object, revision?: string) {
  return { status: 200, body, ...(revision !== undefined && { revision }) } as const satisfies BookAnswer
}

/** An answer that shows something new, and says where it is. */
export function made(path: string, body: object, revision?: string) {
  const location = `${base}${path}`
  return { status: 201, location, body, ...(revision !== undefined && { revision }) } as const satisfies BookAnswer
}

/** The answer to what leaves nothing to show. */
export const gone: BookAnswer = { status: 204 }
