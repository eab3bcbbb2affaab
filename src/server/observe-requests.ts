import type { RequestObserver } from '../dialects/request-notes.ts'
import { describeError, type Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/**
 * Counts each answer and writes its log line. The line has a fixed shape. Of a request it has the method only: headers,
 * query, path and body may hold secrets.
 */
export function observeRequests(dialect: string, log: Log, metrics: Pick<Metrics, 'requests'>): RequestObserver {
  const count = metrics.requests.of(dialect)
  /** The JSON of texts that come with every request: names of operations, routes and methods. */
  const known = new Map<string, string>()
  const json = (text: string | null): string => {
    if (text === null) return 'null'
    let found = known.get(text)
    if (found === undefined) {
      found = JSON.stringify(text)
      known.set(text, found)
    }
    return found
  }
  return (request, reply) => {
    const { operation, path, caller, reason, error } = request.notes
    const route = request.routeOptions.url ?? path
    const status = reply.statusCode
    const elapsed = request.notes.begunAfter ?? reply.elapsedTime
    count(operation ?? route ?? 'unknown', status, elapsed / 1000)
    const ms = Math.round(elapsed * 1000) / 1000
    if (error) {
      const [account, credential] = [caller?.accountId ?? null, caller?.credentialId ?? null]
      const { id: requestId, method } = request
      const fields = { requestId, dialect, operation, account, credential, method, route, status, ms, reason }
      log.error({ ...fields, error: describeError(error) }, 'request failed')
      return
    }
    // Written by hand: this line is the price of every request. It has the same members as the one above.
    log.infoJson(
      `"requestId":"${request.id}","dialect":"${dialect}","operation":${json(operation)},"account":${
        caller?.accountId ?? null
      },"credential":${caller?.credentialId ?? null},"method":${json(request.method)},"route":${json(
        route,
      )},"status":${status},"ms":${ms},"reason":${reason === null ? null : JSON.stringify(reason)}`,
      'request',
    )
  }
}
