import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { inTurns } from '../../bench/cases/calls.ts'
import { drive, sendBeside } from '../../bench/load.ts'
import type { BenchRequest } from '../../bench/request.ts'

const request: BenchRequest = { method: 'POST', path: '/a', headers: { 'x-key': 'k' }, body: '{"é":1}' }

async function serve(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the load of the benchmark', () => {
  it('sends whole requests, each connection its own in turns', async (t) => {
    const heard: string[] = []
    const url = await serve(t, async (incoming, response) => {
      const body = Buffer.concat(await incoming.toArray()).toString()
      heard.push(`${incoming.method} ${incoming.url} ${incoming.headers['x-key']} ${body}`)
      response.end('done')
    })
    const next = inTurns([[request, { ...request, body: '2' }], [{ ...request, path: '/b' }]])
    const { times } = await drive(url, next, { connections: 2, seconds: 60, atMost: 3 })
    assert.equal(times.length, 6)
    const twice = (line: string) => heard.filter((each) => each === line).length
    assert.deepEqual([twice('POST /a k {"é":1}'), twice('POST /a k 2'), twice('POST /b k {"é":1}')], [2, 1, 3])
  })

  const long = 'x'.repeat(300_000)
  const answers: readonly (readonly [name: string, answer: RequestListener])[] = [
    ['of a known length', (_, response) => response.end(long)],
    [
      'in chunks',
      (_, response) => {
        response.write(long)
        response.write('\r\n0\r\n')
        response.end('last')
      },
    ],
    ['in chunks, and empty', (_, response) => response.writeHead(200, { 'transfer-encoding': 'chunked' }).end()],
    ['without a body', (_, response) => response.writeHead(204).end()],
  ]
  for (const [name, answer] of answers) {
    it(`waits for the end of an answer ${name}`, async (t) => {
      let ended = 0
      const url = await serve(t, (incoming, response) => {
        incoming.resume()
        response.on('finish', () => ended++)
        answer(incoming, response)
      })
      const { times } = await drive(url, () => request, { connections: 1, seconds: 60, atMost: 5 })
      assert.deepEqual([times.length, ended], [5, 5])
    })
  }

  it('ends at an answer that is no success', async (t) => {
    const url = await serve(t, (_, response) => response.writeHead(404).end())
    await assert.rejects(
      drive(url, () => request, { connections: 1, seconds: 60 }),
      /answered with 404/,
    )
  })

  it('may take a refusal for an answer', async (t) => {
    const url = await serve(t, (_, response) => response.writeHead(503).end())
    const how = { connections: 1, seconds: 60, atMost: 3 }
    assert.equal((await drive(url, () => request, { ...how, mayBeRefused: true })).times.length, 3)
    await assert.rejects(
      drive(url, () => request, how),
      /answered with 503/,
    )
  })

  it('ends when the server goes away', async (t) => {
    const url = await serve(t, (incoming) => incoming.socket.destroy())
    await assert.rejects(drive(url, () => request, { connections: 1, seconds: 60 }))
  })

  it('sends beside other work for as long as that goes on', async (t) => {
    let end = () => {}
    const work = new Promise<void>((resolve) => {
      end = resolve
    })
    let heard = 0
    const url = await serve(t, (_, response) => {
      if (++heard === 3) end()
      response.end()
    })
    assert.ok((await sendBeside(url, request, 0, work)).length >= 3)
  })
})
