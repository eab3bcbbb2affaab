import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Settings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import { findWaiting } from '../core/effect/find-waiting.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import { serverItself } from '../core/permission/callers.ts'
import { BodyReaders } from '../dialects/body-reader.ts'
import { dialects } from '../dialects/dialects.ts'
import { collapseSlashes } from '../dialects/request-url.ts'
import { countWrites } from './count-writes.ts'
import type { Log } from './log.ts'
import { makeMetrics } from './metrics.ts'
import { mountWeb, webPaths } from './mount-web.ts'
import { observeRequests } from './observe-requests.ts'
import { covers, refuseOverlaps } from './refuse-overlaps.ts'
import { toOriginForm } from './request-target.ts'
import { watchDamage } from './watch-damage.ts'

const server = serverItself('metrics', ['effect.find'])

/** The HTTP instances of all dialects, and one for every path that none of them has. */
export interface Instances {
  /** Passes a request to the instance whose path it has. */
  readonly handle: RequestListener
  close(): Promise<void>
}

/**
 * Mounts every dialect, and health and metrics beside them. `pbx` is undefined where the settings name none.
 *
 * @throws StartError when two dialects claim one path.
 */
export async function mountInstances(
  core: Core,
  settings: Settings,
  log: Log,
  pbx: Pick<Pbx, 'isConnected'> | undefined,
): Promise<Instances> {
  const waiting = () => findWaiting(core, server)
  const metrics = makeMetrics({ storeSize: () => core.store.size(), waiting, clock: core.clock, pbx })
  const endWatch = watchDamage(core.store, log, metrics)
  const bodies = new BodyReaders()
  const deps = { bodies, core: { ...core, store: countWrites(core.store, metrics) }, settings }
  const { bodyLimit, trustProxy } = settings
  const requestId = () => randomUUID().replaceAll('-', '')
  const mounted: { prefixes: readonly string[]; app: FastifyInstance }[] = []
  const claims = dialects.map(({ name, prefixes, notServed = [] }) => ({ name, prefixes: [...prefixes, ...notServed] }))
  refuseOverlaps([...claims, { name: 'the server itself', prefixes: webPaths }])
  for (const [index, dialect] of dialects.entries()) {
    const observe = observeRequests(dialect.name, log, metrics)
    const app = await dialect.serve(deps, { requestId, bodyLimit, trustProxy, observe })
    mounted.push({ prefixes: claims[index]?.prefixes ?? [], app })
  }
  const web = await mountWeb({
    core,
    pbx,
    metrics,
    requestId,
    observe: observeRequests('web', log, metrics),
    dialectPaths: Object.fromEntries(dialects.map(({ name, prefixes }) => [name, prefixes])),
  })
  return {
    handle(request, response) {
      toOriginForm(request)
      const path = collapseSlashes(request.url ?? '/')
      const owner = mounted.find(({ prefixes }) => prefixes.some((prefix) => covers(prefix, path)))
      // An instance logs the requests that it answers. This line is for requests without an answer.
      response.once('close', () => {
        if (!response.writableFinished)
          log.info({ method: request.method }, 'request without an answer: its connection was closed')
      })
      const app = owner?.app ?? web
      app.routing(request, response)
    },
    async close() {
      await Promise.all([...mounted.map(({ app }) => app), web].map((app) => app.close()))
      await bodies.close()
      endWatch()
    },
  }
}
