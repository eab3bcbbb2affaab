import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../core/caller.ts'
import type { SignInRecord } from '../core/credential/credential.ts'
import type { Call } from './call.ts'
import type { Denial } from './denial.ts'

/** The result of signing in: the caller. A dialect may keep more beside the caller, as LOX24 the client id. */
export interface SignedIn {
  readonly caller: Caller
}

/**
 * The steps of a request that differ from vendor to vendor. `Pass` is the result of signing in, `Operation` and
 * `OwnCall` are the dialect's own, and its operations return an `Answer`.
 */
export interface Wire<Pass extends SignedIn, Operation, OwnCall, Answer, D extends Denial> {
  /**
   * Runs before all other steps, also for an unknown path.
   *
   * @throws D for an address that may not call.
   */
  arrive?(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /**
   * Lets a request in. `operation` is undefined for a call of the vendor that is not served yet. The caller is noted
   * (`request.notes`) as soon as it is known, so that the log names it also where it is refused.
   *
   * @throws D for wrong credentials and for a missing permission.
   */
  admit(request: FastifyRequest, operation: Operation | undefined): Promise<Pass>
  /**
   * Lets in a key that is known already, as that of a request that a person sends once more. It is noted, too.
   *
   * @throws D for a missing permission.
   */
  admitKey(request: FastifyRequest, key: SignInRecord, operation: Operation | undefined): Pass
  /**
   * Runs before the body is received.
   *
   * @throws D for a body whose media type the operation does not read.
   */
  checkMediaType?(request: FastifyRequest, operation: Operation): void
  /**
   * Makes the call that the dialect's handlers get. It may read the body.
   *
   * @throws D for a body that cannot be read.
   */
  call(request: FastifyRequest, call: Call, pass: Pass, operation: Operation): OwnCall | Promise<OwnCall>
  /** Sends the answer, or returns the payload that the HTTP library is to send. */
  answer(request: FastifyRequest, reply: FastifyReply, answer: Answer, operation: Operation): unknown
  /** Sends a denial. Its status and its headers are set already. */
  deny(request: FastifyRequest, reply: FastifyReply, denial: D): FastifyReply
}
