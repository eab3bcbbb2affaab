import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Settings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import { mustExist } from '../core/errors.ts'
import type { Replayer } from '../core/request-log/replay-request.ts'
import { BodyReaders } from '../dialects/body/body-readers.ts'
import { dialects } from '../dialects/dialects.ts'
import { type ReplayOrder, ReplayTickets } from '../dialects/replay.ts'
import { keepRequests } from './keep-requests.ts'
import { makeRequestIds } from './request-ids.ts'
import { serverSide } from './server-side.ts'

/** Makes the tickets of a process. */
export function makeTickets(): ReplayTickets {
  return new ReplayTickets(makeRequestIds())
}

/** Sends requests once more by the instances of the dialects, without a socket. */
export function replayerOn(
  instanceOf: (dialect: string) => Promise<FastifyInstance>,
  tickets: ReplayTickets,
): Replayer {
  return {
    async send({ key, dialect, method, path, headers, body, replay }) {
      const app = await instanceOf(dialect)
      const order: ReplayOrder = { key, replay }
      const answer = await app.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url: path,
        headers: { host: 'localhost', ...headers, ...tickets.issue(order) },
        ...(body !== '' && { payload: body }),
      })
      return { status: answer.statusCode, id: order.sentAs }
    },
  }
}

/** A replayer of a process that serves nothing, and the end of it. */
export function openReplayer(core: Core, settings: Settings): { readonly replayer: Replayer; close(): Promise<void> } {
  const tickets = makeTickets()
  const bodies = new BodyReaders({ tools: core, module: '../server/reader-tools' })
  let fault: unknown
  const keeper = keepRequests(core, settings['requests.keep'], (error) => {
    fault = error
  })
  const apps: FastifyInstance[] = []
  const { bodyLimit } = settings
  const requestId = makeRequestIds()
  const instanceOf = async (name: string): Promise<FastifyInstance> => {
    const dialect = mustExist(
      dialects.find((each) => each.name === name),
      'dialect',
    )
    const app = await dialect.serve(
      { core, server: serverSide(core.clock, undefined), bodies, settings, replays: tickets },
      { requestId, bodyLimit, trustProxy: '', observe: (request, reply) => keeper.note(name, request, reply) },
    )
    apps.push(app)
    return app
  }
  return {
    replayer: replayerOn(instanceOf, tickets),
    async close() {
      for (const app of apps) await app.close()
      await bodies.close()
      await keeper.stop()
      if (fault) throw fault
    },
  }
}
