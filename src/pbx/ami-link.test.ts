import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { AmiLink } from './ami-link.ts'
import { AmiParser, fromMessage } from './ami-messages.ts'

const answers: Readonly<Record<string, string>> = { Challenge: 'Success', Login: 'Success' }

describe('a link to an Asterisk that takes the sign-in and hangs while it starts', () => {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    const parser = new AmiParser()
    socket.setEncoding('utf8').on('data', (text: string) => {
      for (const { Action = '', ActionID = '' } of parser.push(text)) {
        const Response = answers[Action]
        if (Response !== undefined) socket.write(fromMessage({ Response, ActionID, Challenge: '1' }))
        if (Action === 'Login') server.emit('signed in')
      }
    })
    socket.on('error', () => undefined)
  })
  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  const open = (onDown: (problem: string) => void): AmiLink => {
    const { port } = server.address() as AddressInfo
    const options = { host: '127.0.0.1', port, username: 'dialbook', password: 'p', onEvent: () => undefined }
    return new AmiLink(options, { onUp: () => Promise.reject(new Error('it is not up')), onDown })
  }

  it('reports that Asterisk has not finished starting, and tries again', { timeout: 60_000 }, async () => {
    const problem = Promise.withResolvers<string>()
    const link = open(problem.resolve)
    assert.equal(await problem.promise, 'Asterisk has not finished starting')
    assert.equal(link.isUp, false)
    await once(server, 'signed in')
    await link.close()
  })

  it('closes at once, and leaves no connection', { timeout: 60_000 }, async () => {
    const problems: string[] = []
    const signedIn = once(server, 'signed in')
    const link = open((problem) => problems.push(problem))
    await signedIn
    // A socket may end by a reset, on which `once` of `node:events` would reject.
    const gone = new Promise((resolve) => sockets.at(-1)?.once('close', resolve))
    await link.close()
    await gone
    assert.deepEqual(problems, [])
  })
})
