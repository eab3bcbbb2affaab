import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Core } from '../core/core.ts'
import type { Store } from '../core/ports.ts'
import { type LoggedRequest, noAccount } from '../core/request-log/logged-request.ts'
import { maskStrangersUrl, maskText, maskUrl } from '../core/request-log/mask-request.ts'
import { ownerOfKey } from '../core/request-log/owner-of-key.ts'
import { PendingRequests } from '../core/request-log/pending-requests.ts'
import { PresentedSecrets } from '../core/request-log/presented-secrets.ts'
import type { FaultReport } from '../workers/worker.ts'

/** Milliseconds for which a request waits for others to be written with. */
const waits = 1000

/** Keeps the last requests of every account for people. */
export interface RequestKeeper {
  /** Takes an answered request of a dialect. */
  note(dialect: string, request: FastifyRequest, reply: FastifyReply): void
  /** The store with the requests that wait to be written. */
  withPending(store: Store): Store
  stop(): Promise<void>
}

/** Keeps at most `limit` requests of each account; none where it is 0. */
export function keepRequests(core: Core, limit: number, onFault: FaultReport): RequestKeeper {
  const pending = new PendingRequests(limit)
  const presented = new PresentedSecrets()
  const { store, clock } = core
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let isFailing = false
  /** Requests whose keys are looked up. */
  const looking = new Set<Promise<void>>()

  const write = async (): Promise<void> => {
    if (pending.count === 0 || store.readOnly() !== null) return
    const batches = pending.take()
    try {
      await store.requestLog.keep(batches, limit)
      isFailing = false
    } catch (error) {
      pending.putBack(batches)
      // A disk that stays full is told of once.
      if (!isFailing) onFault(error)
      isFailing = true
    }
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    presented.forget()
    writing = writing.then(write).then(() => {
      if (pending.count > 0) later()
    })
    return writing
  }
  const later = (): void => {
    timer ??= setTimeout(flush, waits).unref()
  }
  const flushAll = async (): Promise<void> => {
    await Promise.all(looking)
    await flush()
  }
  const add: PendingRequests['add'] = (...given) => {
    pending.add(...given)
    if (timer === undefined) later()
  }

  return {
    note(dialect, request, reply) {
      if (limit === 0) return
      const { caller, body } = request.notes
      const logged = describe(dialect, request, reply, { now: clock.now(), presented })
      if (caller?.credentialId != null) {
        add(caller.accountId, logged, body ?? undefined)
        return
      }
      const secrets = presented.of(request.headers)
      if (secrets.length === 0) {
        add(noAccount, logged)
        return
      }
      const { url } = request
      const look = ownerOfKey(core, dialect, secrets)
        .catch(() => undefined)
        .then((owner) => {
          if (!owner) return add(noAccount, logged)
          add(owner.accountId, { ...logged, credentialId: owner.credentialId, path: maskUrl(url, secrets) })
        })
        .finally(() => looking.delete(look))
      looking.add(look)
    },
    withPending: (given) => ({
      ...given,
      requestLog: {
        ...given.requestLog,
        async newest(...asked) {
          await flushAll()
          return given.requestLog.newest(...asked)
        },
      },
    }),
    async stop() {
      await flushAll()
      clearTimeout(timer)
    },
  }
}

function describe(
  dialect: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { now, presented }: { readonly now: number; readonly presented: PresentedSecrets },
): LoggedRequest {
  const { operation, caller, reason, error, replay, begunAfter } = request.notes
  const { url, headers, method } = request
  const ms = begunAfter ?? reply.elapsedTime
  const isKnown = caller?.credentialId != null
  // Most paths are those of their routes: nothing of a client is in them.
  const isPlain = url === request.routeOptions.url
  const secrets = isPlain && reason === null ? [] : presented.of(headers)
  const said = reason ?? (error ? 'the server failed' : null)
  return {
    id: request.id,
    at: Math.round(now - ms),
    ms: Math.round(ms * 100) / 100,
    dialect,
    credentialId: caller?.credentialId ?? null,
    method,
    path: isPlain ? url : isKnown ? maskUrl(url, secrets) : maskStrangersUrl(url),
    operation,
    status: reply.statusCode,
    reason: said === null ? null : maskText(said, secrets).slice(0, longestReason),
    received: numberOf(headers['content-length']),
    sent: numberOf(reply.getHeader('content-length')),
    change: caller?.trace?.change ?? null,
    replay,
  }
}

const longestReason = 300

function numberOf(length: string | number | readonly string[] | undefined): number | null {
  return length === undefined ? null : Number(length)
}
