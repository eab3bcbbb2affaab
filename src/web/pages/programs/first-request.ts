import type { MadeKey, ProgramKind } from '../../facts.ts'

/** How the groups are read in each dialect. */
const reads: Readonly<Record<string, { readonly path: string; readonly options?: string }>> = {
  book: { path: '/book/api/v1/groups' },
  lox24: { path: '/groups' },
  checkmarket: { path: '/3/contactgroups' },
  simotel: {
    path: '/api/v4/autodialer/groups/search',
    options: ` -H 'Content-Type: application/json' -d '{"alike":true}'`,
  },
}

/** A first request with a new key, to be pasted into a shell; undefined where the dialect is not known here. */
export function firstRequest(kind: ProgramKind, { credential, show }: MadeKey, origin: string): string | undefined {
  const read = reads[kind.name]
  if (!read) return undefined
  const { scheme, username = null } = credential
  const options = show.header === undefined ? kind.curl({ scheme, username }) : [`-H '${show.header}'`]
  return `curl ${options.join(' ')}${read.options ?? ''} '${origin}${read.path}'`
}
