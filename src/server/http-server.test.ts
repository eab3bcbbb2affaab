import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { type HttpServer, listen } from './http-server.ts'

const generousMs = 60_000

/** A server, and the promise that the first request has come. */
async function serverOf(
  t: TestContext,
  handle: RequestListener,
): Promise<{ server: HttpServer; asked: Promise<void> }> {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const server = await listen(
    (request, response) => {
      resolve()
      handle(request, response)
    },
    '127.0.0.1',
    0,
  )
  t.after(() => server.stop(0))
  return { server, asked }
}

async function answerOf(url: string, agent?: Agent): Promise<IncomingMessage> {
  const [response] = await once(get(url, agent ? { agent } : {}), 'response')
  return response as IncomingMessage
}

async function lengthOf(response: IncomingMessage): Promise<number> {
  let length = 0
  for await (const chunk of response) length += (chunk as Buffer).length
  return length
}

it('answers a client that has ended its side, also when the answer takes its time', async (t) => {
  const { server } = await serverOf(t, (_request, response) => setTimeout(() => response.end('done'), 50))
  const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen: true })
  socket.end('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  let answer = ''
  for await (const part of socket.setEncoding('utf8')) answer += part
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n.*done/s)
})

describe('stopping the HTTP server', () => {
  it('does not wait for idle connections', async (t) => {
    const agent = new Agent({ keepAlive: true })
    t.after(() => agent.destroy())
    const { server } = await serverOf(t, (_request, response) => response.end('x'))
    await lengthOf(await answerOf(server.url, agent))
    const silent = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {})
    await once(silent, 'connect')
    const startedAt = performance.now()
    await server.stop(generousMs)
    assert.ok(performance.now() - startedAt < generousMs / 2)
  })

  it('finishes a running request, and tells its client to go', async (t) => {
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>()
    const { server, asked } = await serverOf(t, async (_request, response) => {
      await mayAnswer
      response.end('done')
    })
    const answer = answerOf(server.url, new Agent({ keepAlive: true }))
    await asked
    const stopped = server.stop(generousMs)
    letAnswer()
    const response = await answer
    assert.equal(response.headers.connection, 'close')
    assert.equal(await lengthOf(response), 4)
    await stopped
    await assert.rejects(answerOf(server.url), /ECONNREFUSED/)
  })

  it('does not cut off an answer whose client reads slowly', async (t) => {
    const size = 50_000_000
    const { server, asked } = await serverOf(t, (_request, response) => response.end(Buffer.alloc(size, 'x')))
    const answer = answerOf(server.url)
    await asked
    const response = await answer
    const stopped = server.stop(generousMs)
    assert.equal(await lengthOf(response), size)
    await stopped
  })

  it('cuts off what has not finished in time', async (t) => {
    const { server, asked } = await serverOf(t, () => {})
    const answer = answerOf(server.url)
    const cutOff = assert.rejects(answer, /hang up|ECONNRESET/)
    await asked
    await server.stop(1)
    await cutOff
  })
})

describe('listening', () => {
  it('brackets an IPv6 address', async (t) => {
    const server = await listen((_request, response) => response.end(), '::1', 0)
    t.after(() => server.stop(0))
    assert.match(server.url, /^http:\/\/\[::1\]:\d+$/)
  })

  it('rejects when the port is taken', async (t) => {
    const { server } = await serverOf(t, (_request, response) => response.end())
    await assert.rejects(
      listen(() => {}, '127.0.0.1', Number(new URL(server.url).port)),
      /EADDRINUSE/,
    )
  })
})
