import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../core/caller.ts'
import type { Call } from './call.ts'
import type { Denial } from './denial.ts'

/** A request that was let in. A dialect may keep more of it than the caller. */
export interface SignedIn {
  readonly caller: Caller
}

/**
 * The parts of a request's way that differ from vendor to vendor. `Pass` is what signing in gives, `Operation` and `Call` are
 * the dialect's own, `Answer` is what its operations return.
 */
export interface Wire<Pass extends SignedIn, Operation, OwnCall, Answer, D extends Denial> {
  /** Runs before all else, also for a path that is unknown. @throws D for an address that may not call. */
  arrive?(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /**
   * Lets a request in: for an operation, or without one for a call of the vendor that is not served yet. It notes the caller
   * as soon as it is known.
   *
   * @throws D for wrong credentials and for a missing permission.
   */
  admit(request: FastifyRequest, operation: Operation | undefined): Promise<Pass>
  /** @throws D for a body whose type the operation does not read. Runs before the body is received. */
  checkMediaType?(request: FastifyRequest, operation: Operation): void
  /** The request as the dialect's handlers know it. */
  call(request: FastifyRequest, call: Call, pass: Pass, operation: Operation): OwnCall
  /** Sends the answer, or returns what the HTTP library is to send. */
  answer(request: FastifyRequest, reply: FastifyReply, answer: Answer, operation: Operation): unknown
  /** Sends a denial; its status and its headers are set already. */
  deny(request: FastifyRequest, reply: FastifyReply, denial: D): FastifyReply
}
