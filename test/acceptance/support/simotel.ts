import assert from 'node:assert/strict'
import { type Answer, type Message, send } from './http.ts'
import { type Server, type ServerOptions, startServer } from './server.ts'

/** The credential that a client signs in with. */
export interface Key {
  readonly auth: 'basic' | 'token' | 'both'
  readonly username: string
  readonly password: string
  readonly token: string
  readonly reveals?: boolean
  /** The id by which the command line knows the key; empty where a test has no use for it. */
  readonly id: string
}

/** The credential of the vendor's samples. */
export const sampleKey: Key = {
  auth: 'both',
  username: 'test',
  password: 'Aa123456',
  token: 'vZKtIKWsld0egNlkzHo8i5LVBqLNBSWARCQsPOSgDjFmAHM3tG',
  id: '',
}

export const done = 'Requested operation is done successfully'
export const failed = 'Requested operation failed'
export const taken = 'This number already exists'
export const missing = (field: string) => `Field '${field}':value is missing`
export const invalid = (field: string) => `Field '${field}':value is invalid`
export const hexId = /^[0-9a-f]{24}$/

/** The names of all operations: those on data, and the ping. */
export const operations = [
  'autodialer/groups/upload',
  'autodialer/groups/add',
  'autodialer/groups/search',
  'autodialer/groups/update',
  'autodialer/groups/remove',
  'autodialer/groups/numbers/add',
  'autodialer/groups/numbers/remove',
  'autodialer/groups/numbers/sync',
  'autodialer/groups/numbers/search',
  'autodialer/contacts/add',
  'autodialer/contacts/search',
  'autodialer/contacts/update',
  'autodialer/contacts/remove',
  'autodialer/trunks/search',
  'autodialer/trunks/update',
  'pbx/trunks/add',
  'pbx/trunks/search',
  'pbx/trunks/update',
  'pbx/trunks/remove',
  'pbx/users/add',
  'pbx/users/search',
  'pbx/users/update',
  'pbx/users/remove',
  'pbx/blacklists/add',
  'pbx/blacklists/search',
  'pbx/blacklists/update',
  'pbx/blacklists/remove',
  'pbx/whitelists/add',
  'pbx/whitelists/search',
  'pbx/whitelists/update',
  'pbx/whitelists/remove',
  'autodialer/announcements/upload',
  'autodialer/announcements/add',
  'autodialer/announcements/search',
  'autodialer/announcements/update',
  'autodialer/announcements/remove',
  'pbx/announcements/upload',
  'pbx/announcements/add',
  'pbx/announcements/search',
  'pbx/announcements/update',
  'pbx/announcements/remove',
  'autodialer/campaigns/add',
  'autodialer/campaigns/search',
  'autodialer/campaigns/update',
  'autodialer/campaigns/remove',
  'autodialer/reports/search',
  'autodialer/reports/ordered/id',
  'autodialer/reports/info',
  'pbx/musiconholds/search',
  'call/originate/act',
  'reports/audio/download',
  'reports/cdr/search',
  'reports/cdr/ordered/id',
  'reports/quick/search',
  'reports/quick/info',
  'setting/ping/act',
] as const

/** Starts a server whose book has the account `acme` with the vendor's sample credential. */
export async function startSimotel(options: ServerOptions = {}): Promise<Server> {
  const server = await startServer({
    ...options,
    prepare: [['account', 'add', 'acme'], keyCommand('acme', sampleKey, {}), ...(options.prepare ?? [])],
  })
  hide(server, sampleKey)
  return server
}

export interface KeyOptions {
  readonly auth?: Key['auth']
  readonly allow?: readonly string[]
  readonly revealSecrets?: boolean
}

let serial = 0

/** A text that no other call in this process returns. */
export function unique(stem: string): string {
  serial += 1
  return `${stem}${serial}`
}

/** An extension number that is not in use. */
export function uniqueNumber(): string {
  serial += 1
  return String(100_000 + serial)
}

/** Adds a credential of an account while the server runs. */
export async function addKey(server: Server, account: string, options: KeyOptions = {}): Promise<Key> {
  const name = unique('key')
  const key: Key = {
    auth: options.auth ?? 'both',
    username: name,
    password: `Password-of-${name}-Zz9`,
    token: name.padEnd(50, 'TokenOfTheKey'),
    reveals: options.revealSecrets ?? false,
    id: '',
  }
  const made = JSON.parse(await server.cli(...keyCommand(account, key, options), '--json')) as { id: number }
  hide(server, key)
  return { ...key, id: String(made.id) }
}

/** Adds an account, with a credential, while the server runs. */
export async function addAccount(server: Server, options: KeyOptions = {}): Promise<{ name: string; client: Client }> {
  const name = unique('account')
  await server.cli('account', 'add', name)
  return { name, client: new Client(server, await addKey(server, name, options)) }
}

function keyCommand(account: string, key: Key, options: KeyOptions): string[] {
  return [
    ...['key', 'add', 'simotel', '--account', account, '--auth', key.auth],
    ...(key.auth === 'token' ? [] : ['--username', key.username, '--password', key.password]),
    ...(key.auth === 'basic' ? [] : ['--token', key.token]),
    ...(options.allow ?? []).flatMap((path) => ['--allow', path]),
    ...(options.revealSecrets ? ['--reveal-secrets'] : []),
  ]
}

function hide(server: Server, key: Key): void {
  for (const secret of [key.password, key.token, basic(key)]) server.audit.hide(secret)
}

export function basic(key: Key): string {
  return Buffer.from(`${key.username}:${key.password}`).toString('base64')
}

/** The headers that sign in with a key, by its scheme. */
export function signIn(key: Key): Record<string, string> {
  return {
    ...(key.auth === 'basic' ? {} : { 'X-APIKEY': key.token }),
    ...(key.auth === 'token' ? {} : { Authorization: `Basic ${basic(key)}` }),
  }
}

/** A program that speaks Simotel v4 with one credential. */
export class Client {
  readonly server: Server
  readonly key: Key

  constructor(server: Server, key: Key = sampleKey) {
    this.server = server
    this.key = key
  }

  get headers(): Record<string, string> {
    return { ...signIn(this.key), 'Content-Type': 'application/json' }
  }

  /** Sends `POST /api/v4/<operation>`. A body that is a text or bytes is sent as it is, any other as JSON. */
  call(operation: string, body: unknown, other: Partial<Message> = {}): Promise<Answer> {
    this.server.audit.hideSecretOf(body)
    return send(this.server, {
      path: `/api/v4/${operation}`,
      body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      reveals: this.key.reveals ?? false,
      ...other,
      headers: { ...this.headers, ...other.headers },
    })
  }

  /** Calls, expects success and returns `data`. */
  async data<T>(operation: string, body: unknown): Promise<T> {
    const answer = await this.call(operation, body)
    return success<T>(answer).data
  }

  /** Calls and expects exactly this refusal, with HTTP 200. */
  async refused(operation: string, body: unknown, message: string): Promise<void> {
    const answer = await this.call(operation, body)
    assertRefused(answer, 200, message)
    const reason = String(answer.headers['dialbook-reason'] ?? '')
    assert.match(reason, /\S/, `no Dialbook-Reason beside ${message}`)
    assert.ok(reason.length < 500, `a Dialbook-Reason of ${reason.length} characters`)
  }
}

export interface Envelope<T> {
  readonly success: number
  readonly message: string | null
  readonly data: T
}

/** The envelope of a good answer. */
export function success<T>(answer: Answer): Envelope<T> {
  const context = answer.text.slice(0, 500)
  assert.equal(answer.status, 200, context)
  assertJson(answer)
  const envelope = JSON.parse(answer.text) as Envelope<T>
  assert.equal(envelope.success, 1, context)
  assert.deepEqual(Object.keys(envelope), ['success', 'message', 'data'])
  return envelope
}

/** Expects exactly `{"success":0,"message":…,"data":""}` with a status. */
export function assertRefused(answer: Answer, status: number, message: string): void {
  assert.deepEqual(
    { status: answer.status, body: answer.text.slice(0, 2000) },
    { status, body: JSON.stringify({ success: 0, message, data: '' }) },
  )
  assertJson(answer)
}

export function assertJson(answer: Answer): void {
  assert.match(String(answer.headers['content-type']), /^application\/json(; ?charset=utf-8)?$/i)
}
