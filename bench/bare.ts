import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The answer to every request. A request for `/answer` sets it. */
let answer = Buffer.from('{}')

/** The yardstick: reads and parses a JSON body and answers fixed bytes. */
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const body = Buffer.concat(parts)
    if (request.url === '/answer') answer = body
    else if (body.length > 0) JSON.parse(body.toString())
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length })
    response.end(answer)
  })
})

server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
