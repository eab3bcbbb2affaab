import type { FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'

/** Whether a request comes with a body, by its headers: a length of 0 is none. */
export function hasBody(request: FastifyRequest): boolean {
  const length = request.headers['content-length']
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

/** The address that the client called, for links. A host header that is no host is not repeated. */
export function originOf(request: FastifyRequest): string {
  const host = /^[\w.-]+(:\d+)?$|^\[[0-9a-f:.]+\](:\d+)?$/i.test(request.host) ? request.host : 'localhost'
  return `${request.protocol}://${host}`
}

/** Keeps for the log why a request was refused. What the book could not do is the server's own failure, with its cause. */
export function noteRefusal(request: FastifyRequest, error: Error, reason: string): void {
  request.notes.reason = reason
  if (error instanceof Refusal && error.code === 'unavailable') request.notes.error = error
}
