import type { FastifyReply, FastifyRequest } from 'fastify'

/** Tells whether nobody waits for an answer any more, or the server is about to stop. */
export function endingOf(request: FastifyRequest, reply: FastifyReply): () => boolean {
  let isHeard = false
  let isStopping = false
  return () => {
    // A server that stops tells each answer that is not sent yet, and asks for the end of its connection where its head is not sent either.
    if (!isHeard) reply.raw.once('stopping', () => (isStopping = true))
    isHeard = true
    return isStopping || request.raw.socket.destroyed || (!reply.raw.headersSent && reply.raw.hasHeader('connection'))
  }
}
