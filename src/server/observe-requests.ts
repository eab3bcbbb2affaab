import type { RequestObserver } from '../dialects/request-notes.ts'
import { describeError, type Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/**
 * Counts each answer and writes its log line. The line has a fixed shape. Of a request it has the method only: headers,
 * query, path and body may hold secrets.
 */
export function observeRequests(dialect: string, log: Log, metrics: Metrics): RequestObserver {
  return (request, reply) => {
    const { operation, caller, reason, error } = request.notes
    const route = request.routeOptions.url ?? null
    const status = reply.statusCode
    const ms = reply.elapsedTime
    metrics.requestAnswered({ dialect, route: operation ?? route ?? 'unknown', status, seconds: ms / 1000 })
    const fields = {
      requestId: request.id,
      dialect,
      operation,
      account: caller?.accountId ?? null,
      credential: caller?.credentialId ?? null,
      method: request.method,
      route,
      status,
      ms: Math.round(ms * 1000) / 1000,
      reason,
    }
    if (error) log.error({ ...fields, error: describeError(error) }, 'request failed')
    else log.info(fields, 'request')
  }
}
