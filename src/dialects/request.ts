import type { FastifyRequest } from 'fastify'

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
