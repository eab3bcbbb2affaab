import type { FastifyRequest } from 'fastify'
import type { Refusal } from '../core/errors.ts'
import type { Denial } from './denial.ts'

/**
 * The answers of a dialect to everything that goes wrong, before an operation and in it. A dialect that leaves an
 * answer out does not compile.
 */
export interface Faults<D extends Denial = Denial> {
  /** The vendor has nothing at the path. */
  unknownPath(request: FastifyRequest): D
  /** The vendor has a call at the path; dialbook does not serve it yet. */
  notServed(request: FastifyRequest): D
  /** The path is known, its method is not. `allowed` names the methods that are: at least one. */
  method(method: string, allowed: readonly string[]): D
  /** The request breaks a rule of HTTP itself. */
  badRequest(reason: string): D
  /** The body is compressed, or encoded in another way that is not read. */
  contentEncoding(encoding: string): D
  /** The media type of the body is not read. */
  mediaType(request: FastifyRequest): D
  tooLarge(): D
  /** The server reads too many long bodies now. The client may send the same again, after some seconds. */
  busy(seconds: number): D
  /** The HTTP library cannot read the body. */
  malformedBody(reason: string): D
  /** A use case refused. */
  refusal(refusal: Refusal, request: FastifyRequest): D
  /** The server failed. The answer tells nothing of the cause. */
  internal(): D
}
