import type { FastifyReply, FastifyRequest } from 'fastify'

/** Sends a sound, or the part of it that a player asks for. Some browsers play nothing that does not come in parts. */
export function sendMedia(request: FastifyRequest, reply: FastifyReply, type: string, bytes: Uint8Array): FastifyReply {
  reply.header('Accept-Ranges', 'bytes').type(type)
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  if (first === '' && last === '') return reply.send(Buffer.from(bytes))
  const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first)
  const end = first === '' || last === '' ? bytes.length : Math.min(Number(last) + 1, bytes.length)
  if (start >= end) return reply.code(416).header('Content-Range', `bytes */${bytes.length}`).send()
  const range = `bytes ${start}-${end - 1}/${bytes.length}`
  return reply
    .code(206)
    .header('Content-Range', range)
    .send(Buffer.from(bytes.subarray(start, end)))
}
