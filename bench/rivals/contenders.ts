import { copyFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
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
import { installed, startForeign } from './foreign.ts'

/** Dialbook, and the programs from npm that a user might take instead, as far as they can be installed. */
export async function contenders(): Promise<Contender[]> {
  const others: Contender[] = []
  for (const { name, version, of } of foreign) {
    const folder = await installed(name, version)
    if (folder !== undefined) others.push(of(folder))
  }
  return [dialbook('SQLite'), dialbook('PostgreSQL'), ...others]
}

const foreign = [
  { name: 'json-server', version: '0.17.4', of: jsonServer },
  { name: 'parse-server', version: '9.10.0', of: parseServer },
  { name: 'directus', version: '11.17.4', of: directus },
] as const

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
