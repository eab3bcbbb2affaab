import type { PostgresServer } from '../../test/postgres-server.ts'
import { median } from '../load.ts'
import { callsOn } from './calls.ts'
import { fillBook } from './fill.ts'
import { makePlace, type Place } from './place.ts'
import { type BookSize, bigBook, smallBook } from './sizes.ts'

/** The milliseconds of a call in the small book and in the big one, one request after another. */
export interface Growth {
  readonly engine: Place['engine']
  readonly call: string
  readonly small: number
  readonly big: number
  /** The time in the big book over the time in the small one. */
  readonly ratio: number
}

const requests = 300
const warmUps = 20
/** The most that a call in the big book may cost over the same call in the small one. */
export const mostGrowth = 1.5

/** Measures every call in both books by turns, so that the noise of the machine falls on both. */
export async function measureGrowth(small: Place, big: Place): Promise<Growth[]> {
  const servers = [await small.startServer(), await big.startServer()] as const
  const [inSmall, inBig] = [await callsOn(servers[0], smallBook), await callsOn(servers[1], bigBook)]
  const results: Growth[] = []
  for (const [index, { name }] of inSmall.entries()) {
    const calls = [inSmall[index], inBig[index]]
    const times: [number[], number[]] = [[], []]
    for (let turn = 0; turn < warmUps + requests; turn++) {
      for (const [which, call] of calls.entries()) {
        const milliseconds = (await call?.run(turn)) ?? Number.NaN
        if (turn >= warmUps) times[which as 0 | 1].push(milliseconds)
      }
    }
    const [smallMs, bigMs] = [median(times[0]), median(times[1])]
    results.push({ engine: big.engine, call: name, small: smallMs, big: bigMs, ratio: bigMs / smallMs })
  }
  for (const server of servers) await server.stop()
  return results
}

/** Makes and fills the small and the big book of an engine. */
export async function makeBooks(postgres: PostgresServer | undefined): Promise<{ small: Place; big: Place }> {
  const filled = async (size: BookSize): Promise<Place> => {
    const place = await makePlace(postgres)
    await fillBook(place, size)
    return place
  }
  return { small: await filled(smallBook), big: await filled(bigBook) }
}
