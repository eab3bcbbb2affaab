import { copyFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { headers } from '../books.ts'
import { simotel } from '../cases/calls.ts'
import type { Child } from '../child.ts'
import { scratchFolder } from '../ending.ts'
import { type BenchRequest, send } from '../request.ts'
import { here } from '../revision.ts'
import { type EngineName, makeDatabase, startSubject } from '../subject.ts'
import { type Contender, recordWith } from './contender.ts'
import { directus } from './directus.ts'
import { isInstalled, startForeign } from './foreign.ts'

/** Dialbook, and the programs from npm that a user might take instead, as far as they can be installed. */
export async function contenders(): Promise<Contender[]> {
  const folder = scratchFolder('rivals')
  return [
    dialbook('SQLite'),
    dialbook('PostgreSQL'),
    ...((await isInstalled(folder, 'json-server', '0.17.4')) ? [jsonServer(folder)] : []),
    ...((await isInstalled(folder, 'parse-server', '9.10.0')) ? [parseServer(folder)] : []),
    ...((await isInstalled(folder, 'directus', '11.9.0')) ? [directus(folder)] : []),
  ]
}

function dialbook(engine: EngineName): Contender {
  return {
    program: `dialbook on ${engine}`,
    durable: 'on disk, with history',
    async start(): Promise<Child> {
      const subject = await startSubject(here, engine, 'groups-100')
      return { ...subject.server, cpu: () => subject.cpu(), stop: () => subject.stop() }
    },
    async updates(url) {
      const added = await send(url, simotel('autodialer/groups/add', { name: 'own' }))
      const { _id } = JSON.parse(added.toString()).data
      return ['3333', '4444'].map((last) => simotel('autodialer/groups/update', { _id, ...recordWith(last) }))
    },
  }
}

function jsonServer(folder: string): Contender {
  return {
    program: 'json-server 0.17, a file',
    durable: 'written, not flushed',
    async start() {
      const file = join(scratchFolder('json-server'), 'db.json')
      await writeFile(file, '{"groups":[]}')
      const program = join(folder, 'node_modules/json-server/lib/cli/bin.js')
      const args = (port: string) => [program, '--host', '127.0.0.1', '--port', port, '--quiet', file]
      return startForeign({ args, cwd: folder, path: '/groups' })
    },
    updates: (url) => updatesAt(url, '/groups', { 'content-type': headers.simotel['content-type'] }, 'id'),
  }
}

function parseServer(folder: string): Contender {
  return {
    program: 'Parse Server 9.10 on PostgreSQL',
    durable: 'on disk',
    async start() {
      const database = await makeDatabase()
      await mkdir(folder, { recursive: true })
      copyFileSync(resolve(import.meta.dirname, 'parse-server.mjs'), join(folder, 'parse-server.mjs'))
      const args = (port: string) => ['parse-server.mjs', database.url, port]
      const child = await startForeign({ args, cwd: folder, path: '/parse/health' })
      return { ...child, cpu: () => child.cpu() + database.cpu() }
    },
    updates: (url) =>
      updatesAt(
        url,
        '/parse/classes/Group',
        { 'content-type': 'application/json', 'x-parse-application-id': 'bench' },
        'objectId',
      ),
  }
}

async function updatesAt(
  url: string,
  path: string,
  sent: Readonly<Record<string, string>>,
  id: string,
): Promise<BenchRequest[]> {
  const request = (method: 'POST' | 'PUT', at: string, last: string): BenchRequest => ({
    ...{ method, path: at, headers: sent },
    body: JSON.stringify(recordWith(last)),
  })
  const added = JSON.parse((await send(url, request('POST', path, '0'))).toString())
  return ['3333', '4444'].map((last) => request('PUT', `${path}/${added[id]}`, last))
}
