import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { type Answer, send } from './http.ts'
import { multipart, multipartType, type Part } from './multipart.ts'
import type { Server } from './server.ts'

/** A password that the page takes. */
export const password = 'a long enough password'

/** A browser without scripts: it keeps cookies, and sends forms as the page gave them. */
export class PageClient {
  readonly #cookies = new Map<string, string>()
  readonly server: Server

  constructor(server: Server) {
    this.server = server
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#send({ method: 'GET', path, headers: { Accept: 'text/html', ...headers } })
  }

  /** Opens a page that must be there. */
  async page(path: string): Promise<string> {
    const answer = await this.get(path)
    assert.equal(answer.status, 200, answer.text)
    return answer.text
  }

  /** Sends a form. `headers` may say what a browser would not. */
  post(path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
    return this.#send({
      method: 'POST',
      path,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: this.server.origin, ...headers },
      body: new URLSearchParams(fields).toString(),
    })
  }

  /** Sends a form with a file, as a browser does. */
  async postFile(path: string, fields: Readonly<Record<string, string>>, file: Omit<Part, 'name'>): Promise<Answer> {
    const parts = Object.entries({ token: await this.token(), ...fields }).map(([name, content]) => ({ name, content }))
    const headers = { 'Content-Type': multipartType, Origin: this.server.origin }
    const body = multipart(...parts, { name: 'file', ...file })
    return this.#send({ method: 'POST', path, headers, body })
  }

  /** Sends a form of a page, with the token that the page has. Returns the page to which the action goes. */
  async act(path: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
    const answer = await this.post(path, { token: await this.token(), ...fields })
    assert.equal(answer.status, 303, answer.text)
    return answer.headers.location ?? ''
  }

  async token(): Promise<string> {
    return /name="token" value="(\w+)"/.exec(await this.page('/book/me'))?.[1] ?? assert.fail('a page without a token')
  }

  /** Accepts an invitation. */
  async join(link: string, name: string): Promise<Answer> {
    const key = new URL(link).searchParams.get('key') ?? ''
    return this.post('/book/join', { key, name, password })
  }

  /** The cookies that it sends. */
  cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async #send(message: Parameters<typeof send>[1]): Promise<Answer> {
    const cookie = this.cookies()
    const answer = await send(this.server, {
      ...message,
      headers: { ...message.headers, ...(cookie !== '' && { Cookie: cookie }) },
    })
    for (const each of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return answer
  }
}

/** The link that the server has printed for its first owner. */
export async function firstLink(server: Server): Promise<string> {
  for (;;) {
    const link = /^the page: (\S+)\n/m.exec(server.stdout())?.[1]
    if (link !== undefined) return link
    assert.ok(server.isAlive(), 'no link was printed')
    await setTimeout(10)
  }
}

/** Adds a person by the command line, and signs the person in. */
export async function addPerson(server: Server, name: string, ...options: readonly string[]): Promise<PageClient> {
  const { link } = JSON.parse(await server.cli('person', 'add', name, '--json', ...options)) as { link: string }
  const client = new PageClient(server)
  assert.equal((await client.join(link, '')).status, 303)
  return client
}

/** Every page that somebody who has signed in finds in the book of `startFilled`. */
export const pagePaths: readonly string[] = [
  ...[
    '/book/',
    '/book/?q=09121112233',
    '/book/groups',

    '/book/groups/1',
    '/book/contacts',
    '/book/opt-outs',
  ],
  ...['/book/contacts/1', '/book/extensions', '/book/extensions/1', '/book/forwards?number=530&when=busy'],
  ...[
    '/book/calls',
    '/book/calls/now',
    '/book/calls/1790000000.1',
    '/book/campaigns',
    '/book/campaigns/1',
    '/book/campaigns/1/report',
  ],
  ...['/book/campaigns/new', '/book/lines', '/book/announcements', '/book/announcements/1'],
  ...['/book/messages', '/book/messages/1', '/book/bulks', '/book/bulks/1', '/book/programs', '/book/history'],
  ...['/book/requests', '/book/requests?status=4', '/book/requests?of=unknown'],
  ...['/book/me', '/book/server', '/book/imports', '/book/imports?into=1', '/book/folders'],
]

/** Puts group 1 into a folder, and previews an import into it with a line that is not taken. Returns the pages of both. */
export async function furnished(client: PageClient): Promise<readonly string[]> {
  const folder = (await client.act('/book/folders', { name: 'Customers', description: 'who buys' })).split('?')[0] ?? ''
  await client.act(`${folder}/groups`, { group: '1' })
  await client.act(`${folder}/folders`, { name: 'Old ones', description: '' })
  const file = { content: 'phone,name\n09121112299,Ali\nnobody,Bob\n', filename: 'people.csv' }
  const { status, text, headers } = await client.postFile('/book/imports', { form: 'import', into: '1' }, file)
  assert.equal(status, 303, text)
  return [folder, '/book/groups?folder=1', headers.location ?? '']
}

/** A part of a page as a browser follows it. */
export interface Followed {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** All that has come. */
  text(): string
  /** Resolves when something that has come matches. */
  until(found: RegExp): Promise<void>
  readonly ended: Promise<void>
  close(): void
}

/** Opens the stream of a part. */
export async function follow(client: PageClient, path: string): Promise<Followed> {
  const { host, port } = client.server
  const asked = request({ host, port, path, headers: { Cookie: client.cookies(), Accept: 'text/event-stream' } })
  asked.end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  let text = ''
  const heard = new EventEmitter()
  response.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
    heard.emit('more')
  })
  const ended = new Promise<void>((resolve) => {
    response.once('close', () => {
      heard.emit('more')
      resolve()
    })
  })
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: () => text,
    async until(found) {
      while (!found.test(text)) {
        assert.ok(!response.closed, `the stream is over: ${text}`)
        await once(heard, 'more')
      }
    },
    ended,
    close: () => response.destroy(),
  }
}
