import assert from 'node:assert/strict'
import { type Answer, type Message, send } from './http.ts'
import { type Server, type ServerOptions, startServer } from './server.ts'

/** The keys that a client signs in with. The command line knows them by `id`. */
export interface Keys {
  readonly id: string
  readonly account: string
  readonly masterKey: string
  readonly key: string
}

export const json = 'application/json'
export const xml = 'application/xml'
/** The attributes of a root, as the vendor's samples have them. */
export const rootAttributes =
  'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" z:Id="i1" ' +
  'xmlns:z="http://schemas.microsoft.com/2003/10/Serialization/"'

let serial = 0

/** A text that no other call in this process returns. */
export function unique(stem: string): string {
  serial += 1
  return `${stem}${serial}`
}

/** Starts a server with an account of its own and one client of it. */
export async function startCheckMarket(options: ServerOptions = {}): Promise<{ server: Server; client: Client }> {
  const name = unique('acme')
  const server = await startServer({ ...options, prepare: [['account', 'add', name], ...(options.prepare ?? [])] })
  return { server, client: new Client(server, await addKeys(server, name)) }
}

/** Adds a key of an account while the server runs. The master key is the given one, or else the account's first. */
export async function addKeys(
  server: Server,
  account: string,
  { roles = [], masterKey }: { roles?: readonly string[]; masterKey?: string } = {},
): Promise<Keys> {
  const flags = roles.flatMap((role) => ['--role', role])
  const given = masterKey === undefined ? [] : ['--master-key', masterKey]
  const out = await server.cli('key', 'add', 'checkmarket', '--account', account, ...flags, ...given, '--json')
  const made = JSON.parse(out) as { id: number; key: { masterKey?: string; key: string } }
  const keys = { id: String(made.id), account, masterKey: made.key.masterKey ?? masterKey ?? '', key: made.key.key }
  for (const secret of [keys.masterKey, keys.key]) server.audit.hide(secret)
  return keys
}

/** Adds an account with a client of it while the server runs. */
export async function addClient(server: Server): Promise<Client> {
  const name = unique('account')
  await server.cli('account', 'add', name)
  return new Client(server, await addKeys(server, name))
}

/** The envelope in JSON. */
export interface Payload<T = unknown> {
  readonly Meta: Readonly<Record<string, unknown>> & { readonly Status: number; readonly Timestamp: string }
  readonly Data: T
  readonly Links?: Readonly<Record<string, { readonly Href: string; readonly Method: string }>>
}

/** `Data` of a refusal. */
export interface ErrorData {
  readonly ErrorCode: number
  readonly ErrorMessage: string
  readonly ErrorType: string
}

/** A program that speaks CheckMarket's API with one pair of keys. */
export class Client {
  readonly server: Server
  readonly keys: Keys

  constructor(server: Server, keys: Keys) {
    this.server = server
    this.keys = keys
  }

  get headers(): Record<string, string> {
    return { 'X-Master-Key': this.keys.masterKey, 'X-Key': this.keys.key }
  }

  /** Sends a request below `/3/`. A body that is no text goes as JSON; an undefined header is left out. */
  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const message: Message = {
      method,
      path: path.startsWith('/') ? path : `/3/${path}`,
      headers: { ...this.headers, ...(body === undefined ? {} : { 'Content-Type': json }), ...headers },
      ...(body !== undefined && {
        body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
    }
    return send(this.server, message)
  }

  /** Calls in JSON, expects HTTP 200, and returns the envelope. */
  async payload<T>(method: string, path: string, body?: unknown): Promise<Payload<T>> {
    const answer = await this.call(method, path, body)
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.text.slice(0, 500)}`)
    return payloadOf<T>(answer)
  }

  /** Calls in JSON, expects HTTP 200, and returns `Data`. */
  async data<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await this.payload<T>(method, path, body)).Data
  }

  /** Calls in JSON and expects a refusal with this status, and with this text where one is given. */
  async refused(method: string, path: string, body: unknown, status: number, text?: string | RegExp): Promise<void> {
    assertRefused(await this.call(method, path, body), status, text)
  }

  addGroup(fields: Readonly<Record<string, unknown>> = {}): Promise<number> {
    return this.data<number>('POST', 'contactgroups', { Name: unique('group '), ...fields })
  }

  async addFolder(parent = 0): Promise<number> {
    const body = { Name: unique('folder '), ParentFolderId: parent }
    return (await this.data<{ ContactFolderId: number }>('POST', 'contactfolders', body)).ContactFolderId
  }

  async addContact(groupId?: number, fields: Readonly<Record<string, unknown>> = {}): Promise<number> {
    const path = groupId === undefined ? 'contacts' : `contacts?ContactGroupId=${groupId}`
    const body = { Email: `${unique('person')}@example.com`, ...fields }
    return (await this.data<{ ContactId: number }>('POST', path, body)).ContactId
  }
}

/** The envelope of an answer in JSON, checked against its status. */
export function payloadOf<T>(answer: Answer): Payload<T> {
  assert.match(String(answer.headers['content-type']), /^(application|text)\/json; charset=utf-8$/)
  const payload = JSON.parse(answer.text) as Payload<T>
  assert.match(payload.Meta.Timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?Z$/)
  return payload
}

/** Expects the envelope of a refusal in JSON. */
export function assertRefused(answer: Answer, status: number, text?: string | RegExp): void {
  const context = answer.text.slice(0, 500)
  assert.equal(answer.status, status, context)
  const { Meta, Data } = payloadOf<ErrorData>(answer)
  assert.deepEqual(Object.keys(Meta), ['Status', 'Timestamp'])
  assert.equal(Meta.Status, status)
  assert.deepEqual(Object.keys(Data), ['ErrorCode', 'ErrorMessage', 'ErrorType'])
  assert.equal(Data.ErrorCode, status)
  if (typeof text === 'string') assert.equal(Data.ErrorMessage, text)
  if (text instanceof RegExp) assert.match(Data.ErrorMessage, text)
}

/** Expects 413, or that the server hangs up while the client still sends a body that is not read: both are fair. */
export async function assertTooLarge(answer: Promise<Answer>): Promise<void> {
  try {
    assertRefused(await answer, 413, 'The request entity is too large.')
  } catch (error) {
    if (!['EPIPE', 'ECONNRESET'].includes(String((error as NodeJS.ErrnoException).code))) throw error
  }
}

/** A SimpleGroup, a SimpleContactFolder or a Contact as the vendor's serializer writes it: `null` is `i:nil`. */
export function xmlBody(root: string, members: Readonly<Record<string, string | null>>): string {
  const elements = Object.entries(members).map(([name, value]) =>
    value === null ? `<${name} i:nil="true" />` : `<${name}>${escapeXml(value)}</${name}>`,
  )
  return `<${root} ${rootAttributes}>${elements.join('')}</${root}>`
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** XML without white space between elements, and without the moments in it. */
export function normalXml(text: string): string {
  return text
    .trim()
    .replaceAll(/>\s+</g, '><')
    .replaceAll(/<(Timestamp|LastModifiedDate)>[^<]*</g, '<$1>then<')
}

/** JSON without white space, and without the moments in it. */
export function normalJson(text: string): string {
  const moments = new Set(['Timestamp', 'LastModifiedDate'])
  return JSON.stringify(JSON.parse(text, (key, value) => (moments.has(key) ? 'then' : value)))
}

/** The names of the routes of the dialect, with ids that nobody has. */
export const routes: readonly (readonly [method: string, path: string, role: 'read' | 'write' | null])[] = [
  ['GET', '/3', null],
  ['GET', 'contactgroups', 'read'],
  ['GET', 'contactgroups/999', 'read'],
  ['POST', 'contactgroups', 'write'],
  ['PUT', 'contactgroups/999', 'write'],
  ['DELETE', 'contactgroups/999', 'write'],
  ['GET', 'contactgroups/999/contacts', 'read'],
  ['PUT', 'contactgroups/999/contacts/999', 'write'],
  ['DELETE', 'contactgroups/999/contacts/999', 'write'],
  ['GET', 'contactfolders', 'read'],
  ['POST', 'contactfolders', 'write'],
  ['GET', 'contactfolders/999', 'read'],
  ['PUT', 'contactfolders/999', 'write'],
  ['DELETE', 'contactfolders/999', 'write'],
  ['GET', 'contacts', 'read'],
  ['POST', 'contacts', 'write'],
  ['GET', 'contacts/999', 'read'],
  ['PUT', 'contacts/999', 'write'],
  ['DELETE', 'contacts/999', 'write'],
  ['GET', 'contacts/optouts', 'read'],
  ['POST', 'contacts/optouts', 'write'],
]
