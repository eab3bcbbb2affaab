import { servedPaths } from './permissions.ts'

const [kept, agents] = [
  ['add', 'search', 'update', 'remove'],
  ['addagent', 'removeagent', 'pauseagent', 'resumeagent'],
]

/** The calls of the vendor that are not served yet, by family: docs/wire/simotel.md §4 and §5. A key may name them already. */
const notServedYet: Readonly<Record<string, readonly string[]>> = {
  '/pbx/queues': [...kept, ...agents, ...agents.map((action) => `batch${action}`)],
  '/pbx/faxes': ['upload', 'add', 'search', 'download'],
  '/voicemails/voicemails': kept,
  '/voicemails/inbox': ['search'],
  '/voicemails/audio': ['download'],
  '/reports/queue': ['search', 'ordered/id'],
  '/reports/queue_details': ['search', 'ordered/id'],
  '/reports/agent': ['search'],
  '/reports/poll': ['search'],
}

const paths: readonly string[] = [
  ...servedPaths,
  ...Object.entries(notServedYet).flatMap(([family, actions]) => actions.map((action) => `${family}/${action}`)),
]

/** Every permission that names something: the path of a call, and `/pbx/users/*` for each folder of calls. */
export const permissionPaths: readonly string[] = [...new Set(paths.flatMap((path) => [path, ...foldersOf(path)]))]

/** `/pbx/users/add` → `/*`, `/pbx/*`, `/pbx/users/*`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => [...parts.slice(0, index + 1), '*'].join('/'))
}
