import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { scratchFolder } from '../ending.ts'
import { type BenchRequest, send } from '../request.ts'
import { type Contender, recordWith } from './contender.ts'
import { startForeign } from './foreign.ts'

const [email, password] = ['bench@example.org', 'bench-password']

/** Directus with its own tables in SQLite, as its documentation starts it. */
export function directus(folder: string): Contender {
  const program = join(folder, 'node_modules/directus/cli.js')
  let token: Promise<string> | undefined
  const call = async (url: string, method: BenchRequest['method'], path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${await token}` }) }
    const answer = await send(url, { method, path, headers, body: JSON.stringify(body) })
    return JSON.parse(answer.toString()).data
  }
  return {
    program: 'Directus 11.17 on SQLite',
    durable: 'on disk',
    async start() {
      const data = scratchFolder('directus')
      const env = (port: string) => ({
        ...{ KEY: 'bench', SECRET: 'bench', HOST: '127.0.0.1', PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` },
        ...{ DB_CLIENT: 'sqlite3', DB_FILENAME: join(data, 'data.db'), STORAGE_LOCAL_ROOT: data },
        ...{ ADMIN_EMAIL: email, ADMIN_PASSWORD: password, TELEMETRY: 'false', LOG_LEVEL: 'silent' },
        ...{ RATE_LIMITER_ENABLED: 'false', PRESSURE_LIMITER_ENABLED: 'false', WEBSOCKETS_ENABLED: 'false' },
      })
      const options = { cwd: data, env: { ...process.env, ...env('0') } }
      await promisify(execFile)(process.execPath, [program, 'bootstrap'], options)
      const child = await startForeign({ args: () => [program, 'start'], cwd: data, path: '/server/ping', env })
      token = undefined
      const signedIn = (await call(child.url, 'POST', '/auth/login', { email, password })) as { access_token: string }
      token = Promise.resolve(signedIn.access_token)
      const id = { field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true } }
      const fields = [
        id,
        ...['name', 'description'].map((field) => ({ field, type: 'string', schema: {} })),
        { field: 'numbers', type: 'json', schema: {} },
      ]
      await call(child.url, 'POST', '/collections', { collection: 'groups', schema: {}, meta: {}, fields })
      return child
    },
    async updates(url) {
      const { id } = (await call(url, 'POST', '/items/groups', recordWith('0'))) as { id: number }
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await token}` }
      return ['3333', '4444'].map((last) => ({
        ...{ method: 'PATCH', path: `/items/groups/${id}`, headers },
        body: JSON.stringify(recordWith(last)),
      }))
    },
  }
}
