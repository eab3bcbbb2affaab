import type { Place } from './place.ts'
import { connections, measureTogether, searchPage, updateOfOwnGroup } from './together.ts'

/** The figures of several servers together, on one PostgreSQL book. */
export interface Throughput {
  readonly servers: number
  readonly updatesPerSecond: number
  readonly readsPerSecond: number
}

const seconds = 5

/**
 * Measures small updates and search pages by 64 connections over 1, 2 and 4 servers. Each connection updates a group of
 * its own.
 */
export async function measureProcesses(place: Place): Promise<Throughput[]> {
  const results: Throughput[] = []
  for (const count of [1, 2, 4]) {
    const servers = await Promise.all(Array.from({ length: count }, () => place.startServer()))
    const urls = Array.from({ length: connections }, (_, index) => servers[index % count]?.url ?? '')
    const updates = await Promise.all(urls.map(updateOfOwnGroup))
    results.push({
      servers: count,
      updatesPerSecond: (await measureTogether(updates, seconds)).perSecond,
      readsPerSecond: (await measureTogether(urls.map(searchPage), seconds)).perSecond,
    })
    await Promise.all(servers.map((server) => server.stop()))
  }
  return results
}
