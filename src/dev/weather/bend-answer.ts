import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http'
import { getBuiltinModule } from 'node:process'
import type { Met } from './weather.ts'

/** Answers a call that has met a blow of the network. */
export async function bendAnswer(
  { blow, delayMs, draw }: Met,
  request: IncomingMessage,
  response: ServerResponse,
  handle: RequestListener,
): Promise<void> {
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
  if (request.socket.destroyed) return
  const { cut, proxy, truncate, garble, done } = blow
  if (cut === undefined && proxy === undefined && truncate === undefined && !garble) return handle(request, response)
  if (!done) {
    if (cut === 'before') request.socket.destroy()
    else if (proxy !== undefined) sendPage(response, proxy)
    return
  }
  collect(response, ({ status, headers, body, send }) => {
    if (cut === 'before') return void request.socket.destroy()
    if (proxy !== undefined) return sendPage(response, proxy)
    if (cut === 'within') {
      send.writeHead(status, { ...headers, 'content-length': body.length })
      send.write(body.subarray(0, body.length >> 1), () => request.socket.destroy())
      return
    }
    const bent = bentBody(body, { truncate, garble, draw })
    send.writeHead(status, { ...headers, 'content-length': bent.length, ...(cut && { connection: 'close' }) })
    send.end(bent)
    if (cut === 'after') response.once('finish', () => request.socket.destroySoon())
  })
  handle(request, response)
}

interface Bending {
  readonly truncate: number | undefined
  readonly garble: boolean
  readonly draw: () => number
}

function bentBody(body: Buffer, { truncate, garble, draw }: Bending): Buffer {
  const length = truncate === undefined ? body.length : truncate < 1 ? Math.floor(body.length * truncate) : truncate
  const bent = Buffer.from(body.subarray(0, length))
  // One byte of sixteen becomes one that no text has in UTF-8.
  if (garble)
    for (let at = 0; at < bent.length; at += 16) bent[Math.min(bent.length - 1, at + Math.floor(draw() * 16))] = 0xff
  return bent
}

/** The page of a proxy whose server is not there. */
function sendPage(response: ServerResponse, status: number): void {
  const title = `${status} ${getBuiltinModule('node:http').STATUS_CODES[status] ?? 'Error'}`
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`
  response.writeHead(status, {
    server: 'nginx',
    'content-type': 'text/html',
    'content-length': page.length,
    connection: 'close',
  })
  response.end(page)
}

/** The functions of a response before it was collected. */
type Sending = Pick<ServerResponse, 'writeHead' | 'write' | 'end'>

interface CollectedAnswer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
  readonly send: Sending
}

/** Keeps all that is written of an answer, and hands it over once it is whole. */
function collect(response: ServerResponse, onWhole: (answer: CollectedAnswer) => void): void {
  const send: Sending = {
    writeHead: response.writeHead.bind(response) as ServerResponse['writeHead'],
    write: response.write.bind(response) as ServerResponse['write'],
    end: response.end.bind(response) as ServerResponse['end'],
  }
  const chunks: Buffer[] = []
  let headers: OutgoingHttpHeaders = {}
  let status: number | undefined
  const add = (chunk: unknown): void => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk))
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  Object.assign(response, {
    writeHead(code: number, ...more: unknown[]) {
      const own = more.at(-1)
      status = code
      if (typeof own === 'object' && own !== null) headers = { ...own }
      return response
    },
    write(chunk: unknown, ...more: unknown[]) {
      add(chunk)
      const called = more.at(-1)
      if (typeof called === 'function') queueMicrotask(called as () => void)
      return true
    },
    end(chunk: unknown) {
      add(chunk)
      Object.assign(response, send)
      const all = { ...response.getHeaders(), ...headers }
      delete all['transfer-encoding']
      onWhole({ status: status ?? response.statusCode, headers: all, body: Buffer.concat(chunks), send })
      return response
    },
  })
}
