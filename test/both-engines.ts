import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../src/store/engine/engine.ts'
import { type BookPlace, openEngine } from '../src/store/open-engine.ts'
import { createDatabase, startPostgres } from './postgres-server.ts'

export type EngineName = 'SQLite' | 'PostgreSQL'

/** Empty books on either engine, for a test that needs both. */
export interface BothEngines {
  /** A folder for files of the test. */
  readonly folder: string
  /** Makes an empty book, of the newest version where none is given. */
  makeBook(engine: EngineName, version?: number): Promise<Engine>
  /** Opens the last book once more, as another process would. */
  openAgain(): Promise<Engine>
  stop(): Promise<void>
}

export async function startBothEngines(): Promise<BothEngines> {
  const server = await startPostgres()
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-engines-'))
  const open: Engine[] = []
  let folders = 0
  let last: BookPlace = { folder }
  const placeOn = async (engine: EngineName, like?: BookPlace): Promise<BookPlace> => {
    if (engine === 'SQLite') return { folder: join(folder, String(++folders)) }
    const times = { connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }
    const template = like && 'postgres' in like ? new URL(like.postgres.url).pathname.slice(1) : undefined
    return { postgres: { url: await createDatabase(server.address, template), connections: 3, queue: 10, ...times } }
  }
  /** A book of each engine that goes up the versions; books of versions are copies of it. */
  const stairs = new Map<EngineName, { readonly place: BookPlace; readonly version: number }>()
  const placeAt = async (engine: EngineName, version: number): Promise<BookPlace> => {
    const lower = stairs.get(engine)
    if (lower && lower.version > version) return placeOn(engine)
    const stair = { place: lower?.place ?? (await placeOn(engine)), version }
    stairs.set(engine, stair)
    await (await openEngine(stair.place, { upTo: version })).close()
    const place = await placeOn(engine, stair.place)
    if ('folder' in stair.place && 'folder' in place) await cp(stair.place.folder, place.folder, { recursive: true })
    return place
  }
  const openBook = async (place: BookPlace, version?: number): Promise<Engine> => {
    const engine = await openEngine(place, { upTo: version })
    open.push(engine)
    return engine
  }
  return {
    folder,
    async makeBook(engine, version) {
      last = version === undefined ? await placeOn(engine) : await placeAt(engine, version)
      return openBook(last, version)
    },
    openAgain: () => openBook(last),
    async stop() {
      for (const engine of open) await engine.close()
      await server.stop()
      await rm(folder, { recursive: true })
    },
  }
}
