import { join } from 'node:path'
import { simotel } from '../cases/calls.ts'
import { type Child, startChild } from '../child.ts'
import { drive } from '../load.ts'
import { type BenchRequest, send } from '../request.ts'
import { here } from '../revision.ts'
import { type Figures, figuresOf, type Round } from '../row.ts'
import { startSubject } from '../subject.ts'

/** The figures of several servers together, on one PostgreSQL book. */
export interface ServersRow {
  readonly case: string
  readonly engine: string
  readonly updates: Figures
  readonly reads: Figures
}

export const serverCounts = [1, 2, 4]
const connections = 64
const seconds = 3
/** On a busy machine a round goes on until the programs are warm. */
const enough = { atLeast: 30 * connections, limitSeconds: 10 }

/** Measures small updates and search pages over 1, 2 and 4 servers of one book, which take turns. */
export async function runServers(rounds: number): Promise<ServersRow[]> {
  const subject = await startSubject(here, 'PostgreSQL', 'groups-100')
  const more = await Promise.all(
    Array.from({ length: Math.max(...serverCounts) - 1 }, () =>
      startChild([join(here.root, 'bin/dialbook.js'), 'serve', '--port', '0', ...subject.place]),
    ),
  )
  const servers = [subject.server, ...more]
  const measured = new Map(serverCounts.map((count) => [count, { updates: [] as Round[], reads: [] as Round[] }]))
  const updates = await Promise.all(Array.from({ length: connections }, () => ownUpdates(subject.server.url)))
  const search = simotel('autodialer/groups/search', {
    alike: 'true',
    conditions: { name: '' },
    pagination: { start: 0, count: 20, sorting: {} },
  })
  for (let round = 0; round <= rounds; round++) {
    for (const count of serverCounts) {
      const some = servers.slice(0, count)
      let turn = 0
      const own = measured.get(count)
      const ofUpdates = await driveTogether(some, (index) => updates[index]?.[turn++ % 2] as BenchRequest)
      const ofReads = await driveTogether(some, () => search)
      // The first round warms everything up.
      if (round > 0) {
        own?.updates.push(ofUpdates)
        own?.reads.push(ofReads)
      }
    }
  }
  for (const server of more) await server.stop()
  await subject.stop()
  return [...measured].map(([count, { updates: ofUpdates, reads }]) => ({
    case: String(count),
    engine: 'PostgreSQL',
    updates: figuresOf(ofUpdates),
    reads: figuresOf(reads),
  }))

  async function driveTogether(some: readonly Child[], next: (index: number) => BenchRequest): Promise<Round> {
    const each = connections / some.length
    const cpu = () => subject.cpu() + more.reduce((sum, server) => sum + server.cpu(), 0)
    const before = cpu()
    const driven = await Promise.all(
      some.map(({ url }, which) =>
        drive(url, (index) => next(which * each + index), {
          connections: each,
          seconds,
          ...enough,
          atLeast: enough.atLeast / some.length,
        }),
      ),
    )
    const times = driven.flatMap((one) => one.times)
    const longest = Math.max(...driven.map((one) => one.seconds))
    return { times, perSecond: times.length / longest, cpu: (cpu() - before) / times.length }
  }
}

async function ownUpdates(url: string): Promise<BenchRequest[]> {
  const added = await send(url, simotel('autodialer/groups/add', { name: 'own' }))
  const { _id } = JSON.parse(added.toString()).data
  return ['3333', '4444'].map((last) =>
    simotel('autodialer/groups/update', { _id, name: 'own', numbers: ['1111', '2222', last] }),
  )
}
