import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../core/caller.ts'
import type { KeptBody, Replay } from '../core/request-log/logged-request.ts'

/** The facts of a request that its log line has beside the route and the status. */
export interface RequestNotes {
  operation: string | null
  /** The pattern of a known path, where no operation answers: `/groups/:id`. */
  path: string | null
  caller: Caller | null
  /** The cause of a refusal, for people. It never holds a secret. */
  reason: string | null
  /** The failure of the server itself. */
  error: Error | null
  /** The body, where the account has bodies kept. */
  body: KeptBody | null
  /** The request that a person sends once more. */
  replay: Replay | null
  /** Milliseconds until an answer that goes on by itself had begun, as a stream of events; null for an answer with an end. */
  begunAfter: number | null
  /** The body of the answer as it is kept for a request that comes again, where the answer shows a secret once; else null. */
  kept: string | null
}

declare module 'fastify' {
  interface FastifyRequest {
    notes: RequestNotes
  }
}

/** Called once an answer was sent, with everything that a log line and a metric need. */
export type RequestObserver = (request: FastifyRequest, reply: FastifyReply) => void

/** Makes the notes of a request of which nothing is known yet. */
export function emptyNotes(): RequestNotes {
  return {
    operation: null,
    path: null,
    caller: null,
    reason: null,
    error: null,
    body: null,
    replay: null,
    begunAfter: null,
    kept: null,
  }
}
