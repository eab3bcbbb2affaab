import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { bodiesStay, type KeptBody, type LoggedRequest, noAccount } from './logged-request.ts'
import type { BriefChange, FoundRequest } from './request-log-port.ts'
import { subjectMark } from './subject-mark.ts'

/** The requests to find. An absent field is not looked at. Times are epoch milliseconds. */
export interface RequestQuery {
  readonly credentialId?: number
  readonly dialect?: string
  /** A status, or the first digit of one: 404, 4. */
  readonly status?: number
  readonly since?: number
  readonly until?: number
  /** A text within the method, path, call, reason or id, without case. */
  readonly text?: string
}

type FoundChange = Pick<BriefChange, 'number' | 'noun' | 'verb' | 'subject'>

/** A request with what the book knows of its key and its change. */
export interface ShownRequest extends Omit<LoggedRequest, 'change'> {
  /** The name of its key; `null` where it has none, or is gone. */
  readonly key: string | null
  /** Its last change; `null` where it made none. One that was pruned, or that is not found, has no number. */
  readonly change: (Pick<FoundChange, 'noun' | 'verb'> & Partial<FoundChange>) | null
}

/** The most requests that an account's log may have, and some that are not trimmed yet. */
const all = 20_000

/** Changes that are looked through for those of the requests in one row, and in all. */
const changesInRow = 1000
const changesInAll = 4000

/**
 * The newest requests of the caller's account that match, the newest first. Those that no account made are the server's: they are for
 * a caller of the server.
 */
export async function findRequests(
  core: Core,
  caller: AnyCaller,
  limit: number,
  query: RequestQuery = {},
): Promise<ShownRequest[]> {
  mustBeAllowed(caller, 'request.find')
  const accountId = caller.accountId ?? noAccount
  const found = (await core.store.requestLog.newest(accountId, all)).filter((each) => matches(each, query))
  return complete(core, accountId, found.slice(0, limit))
}

/** One request, with its body where it is kept. */
export interface WholeRequest {
  readonly request: ShownRequest
  readonly body: KeptBody | undefined
}

/**
 * The request of that id, or of the only one that begins so.
 *
 * @throws Refusal `not_found`.
 */
export async function findRequest(core: Core, caller: AnyCaller, id: string): Promise<WholeRequest> {
  mustBeAllowed(caller, 'request.find')
  const { requestLog } = core.store
  const accountId = caller.accountId ?? noAccount
  const found = (await requestLog.newest(accountId, all)).filter((each) => id.length >= 4 && each.id.startsWith(id))
  const one = mustExist(found.length === 1 ? found[0] : found.find((each) => each.id === id), `request as '${id}'`)
  const [request] = await complete(core, accountId, [one])
  const until = await requestLog.bodiesUntil(accountId)
  const isKept = until !== null && core.clock.now() < until + bodiesStay
  return { request: mustExist(request, 'request'), body: isKept ? await requestLog.body(accountId, one.id) : undefined }
}

function matches(request: FoundRequest, { credentialId, dialect, status, since, until, text }: RequestQuery): boolean {
  if (credentialId !== undefined && request.credentialId !== credentialId) return false
  if (dialect !== undefined && request.dialect !== dialect) return false
  if (status !== undefined && request.status !== status && Math.floor(request.status / 100) !== status) return false
  if (since !== undefined && request.at < since) return false
  if (until !== undefined && request.at >= until) return false
  if (text === undefined) return true
  const { method, path, operation, reason, id } = request
  return `${method} ${path}\n${operation}\n${reason}\n${id}`.toLowerCase().includes(text.toLowerCase())
}

async function complete(core: Core, accountId: number, found: readonly FoundRequest[]): Promise<ShownRequest[]> {
  const changes = await changesOf(core, accountId, found)
  const keys = found.length === 0 ? [] : await core.store.credentials.ofAccount(accountId)
  const names = new Map(keys.map(({ id, username }) => [id, username]))
  return found.map(({ uptoChange: _upto, change, ...request }) => ({
    ...request,
    key: request.credentialId === null ? null : (names.get(request.credentialId) ?? null),
    change: change && (changes.get(request.id) ?? { noun: change.noun, verb: change.verb }),
  }))
}

/** The changes that requests have made, by the ids of the requests. They are near those of their rows. */
async function changesOf(
  core: Core,
  accountId: number,
  found: readonly FoundRequest[],
): Promise<Map<string, FoundChange>> {
  const changes = new Map<string, FoundChange>()
  const rows = Map.groupBy(
    found.filter(({ change }) => change !== null),
    ({ uptoChange }) => uptoChange,
  )
  let left = changesInAll
  for (const [upto, requests] of rows) {
    const wanted = new Map<string, string>()
    let earliest = Number.POSITIVE_INFINITY
    for (const { id, credentialId, change } of requests) {
      if (!change) continue
      wanted.set(markOf(credentialId, change, change.subjectMark), id)
      earliest = Math.min(earliest, change.at)
    }
    const atOnce = 4 * requests.length + 20
    let next = upto
    for (let seen = 0; seen < changesInRow && left > 0 && wanted.size > 0; seen += atOnce) {
      const some = await core.store.requestLog.changesUpTo(accountId, next, atOnce)
      left -= some.length
      for (const each of some) {
        const mark = markOf(each.credentialId, each, subjectMark(each.subject))
        const id = wanted.get(mark)
        if (id === undefined) continue
        changes.set(id, { number: each.number, noun: each.noun, verb: each.verb, subject: each.subject })
        wanted.delete(mark)
      }
      const last = some.at(-1)
      if (!last || some.length < atOnce || last.at < earliest) break
      next = last.number - 1
    }
  }
  return changes
}

function markOf(
  credentialId: number | null,
  { at, noun, verb }: Pick<BriefChange, 'at' | 'noun' | 'verb'>,
  subject: number,
): string {
  return `${credentialId} ${at} ${noun} ${verb} ${subject}`
}
