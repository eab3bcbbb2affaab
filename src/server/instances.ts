import type { IncomingMessage, RequestListener } from 'node:http'
import type { Effective } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import { findWaiting } from '../core/effect/find-waiting.ts'
import { mustExist } from '../core/errors.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import { serverItself } from '../core/permission/callers.ts'
import { BodyReaders } from '../dialects/body/body-readers.ts'
import { dialects } from '../dialects/dialects.ts'
import { makeInstance } from '../dialects/instance.ts'
import { isInNetworks } from '../dialects/networks.ts'
import type { RequestObserver } from '../dialects/request-notes.ts'
import { collapseSlashes } from '../dialects/request-url.ts'
import type { WatchedCarrier } from './carrier-watch.ts'
import { countWrites } from './count-writes.ts'
import { keepRequests } from './keep-requests.ts'
import { describeError, type Log } from './log.ts'
import { makeMetrics } from './metrics.ts'
import { Mount } from './mount.ts'
import { descriptionsPath, mountWeb, publicWebPaths, type WebDeps, type WebPath, webPaths } from './mount-web.ts'
import { observeRequests } from './observe-requests.ts'
import type { OwnParts } from './own-parts.ts'
import { pageFacts } from './page-facts.ts'
import { makeProbes } from './probes.ts'
import { importReader } from './read-import.ts'
import { covers, refuseOverlaps } from './refuse-overlaps.ts'
import { makeTickets, replayerOn } from './replayer.ts'
import { makeRequestIds } from './request-ids.ts'
import { toOriginForm } from './request-target.ts'
import { serverSide } from './server-side.ts'
import { watchDamage } from './watch-damage.ts'

const server = serverItself('metrics', ['effect.find'])

/** The HTTP instances of all dialects, and one for every path that none of them has. */
export interface Instances {
  /** Passes a request to the instance whose path it has. */
  readonly handle: RequestListener
  /** Answers health and metrics, for the port of their own; undefined where the settings name none. */
  readonly handleAdmin: RequestListener | undefined
  close(): Promise<void>
}

/**
 * Mounts every dialect, and health and metrics beside them. `pbx` is undefined where the settings name none.
 *
 * @throws StartError when two dialects claim one path.
 */
export async function mountInstances(
  core: Core,
  effective: Effective,
  log: Log,
  pbx: Pick<Pbx, 'isConnected' | 'reachability' | 'report' | 'calls'> | undefined,
  {
    onRefilled,
    weather,
    mountsWhenAsked = false,
    carriers,
  }: Pick<OwnParts, 'onRefilled' | 'weather' | 'mountsWhenAsked'> & {
    /** The carriers of messages. */
    readonly carriers: () => readonly WatchedCarrier[]
  },
): Promise<Instances> {
  const { settings } = effective
  const waiting = () => findWaiting(core, server)
  const { store, clock } = core
  const metrics = makeMetrics({
    storeSize: () => store.size(),
    waiting,
    readOnly: () => store.readOnly(),
    missingChanges: () => store.missingChanges(),
    async trunks() {
      const accountId = await store.pbxAccount.get()
      return accountId === undefined ? [] : store.trunks.seen(accountId)
    },
    carriers,
    clock,
    pbx,
  })
  const endWatch = watchDamage(store, log, metrics)
  const bodies = new BodyReaders({ tools: core, module: '../server/reader-tools' })
  const replays = makeTickets()
  const counted = { ...core, store: countWrites(core.store, metrics) }
  const side = serverSide(clock, pbx)
  const deps = { bodies, core: counted, server: side, settings, replays, onRefilled, weather }
  const { bodyLimit, trustProxy } = settings
  const requestId = makeRequestIds()
  const claims = dialects.map(({ name, prefixes, notServed = [] }) => ({ name, prefixes: [...prefixes, ...notServed] }))
  refuseOverlaps([...claims, { name: 'the server itself', prefixes: [...webPaths, descriptionsPath] }])
  const onKeeping = (error: unknown) => log.error({ error: describeError(error) }, 'the log of requests failed')
  const keeper = keepRequests(core, settings['requests.keep'], onKeeping)
  const mounted = dialects.map((dialect, index) => {
    const count = observeRequests(dialect.name, log, metrics)
    const observe: RequestObserver = (request, reply) => {
      count(request, reply)
      keeper.note(dialect.name, request, reply)
    }
    const mount = new Mount(() => dialect.serve(deps, { requestId, bodyLimit, trustProxy, observe }))
    return { name: dialect.name, prefixes: claims[index]?.prefixes ?? [], mount }
  })
  const instanceOf = (name: string) => mustExist(mounted.find((each) => each.name === name)?.mount, 'dialect').ready()
  const probes = makeProbes(core, pbx, weather?.scenario)
  const pages = new Mount(async () => {
    const { mountPages } = await import('../web/mount-pages.ts')
    const options = { requestId, bodyLimit, trustProxy, observe: observeRequests('page', log, metrics) }
    const mayCall = (address: string) => isInNetworks(deps.core, 'page', address)
    const facts = pageFacts(core, effective, {
      ...{ pbx: side.phones, probes, replayer: replayerOn(instanceOf, replays), readImport: importReader(bodies) },
    })
    return mountPages(makeInstance(options), {
      core: { ...deps.core, store: keeper.withPending(deps.core.store) },
      facts,
      mayCall,
      fileLimit: bodyLimit,
    })
  })
  const observe = observeRequests('web', log, metrics)
  const webOf = (paths: readonly WebPath[], of: Pick<WebDeps, 'dialectPaths' | 'described'>) =>
    new Mount(() => mountWeb(paths, { probes, metrics, requestId, observe, ...of }))
  const hasAdmin = settings['admin.port'] !== null
  const web = webOf(hasAdmin ? publicWebPaths : webPaths, {
    dialectPaths: Object.fromEntries(dialects.map(({ name, prefixes }) => [name, prefixes])),
    described: dialects.filter(({ openapi }) => openapi).map(({ name }) => name),
  })
  const admin = hasAdmin ? webOf(webPaths, { dialectPaths: {} }) : undefined
  const mounts = [...mounted.map(({ mount }) => mount), pages, web, ...(admin ? [admin] : [])]
  if (!mountsWhenAsked) {
    for (const mount of mounts) await mount.ready()
    await metrics.load()
  }
  const onFault = (error: unknown) => log.error({ error: describeError(error) }, 'a dialect cannot be mounted')
  return {
    handle(request, response) {
      toOriginForm(request)
      const path = collapseSlashes(request.url ?? '/')
      const owner = mounted.find(({ prefixes }) => prefixes.some((prefix) => covers(prefix, path)))
      // An instance logs the requests that it answers. This line is for requests without an answer.
      response.on('close', () => {
        if (!response.writableFinished)
          log.info({ method: request.method }, 'request without an answer: its connection was closed')
      })
      const mount = isForPeople(request, path, owner !== undefined) ? pages : (owner?.mount ?? web)
      mount.route(request, response, onFault)
    },
    handleAdmin: admin && ((request, response) => admin.route(request, response, onFault)),
    async close() {
      await Promise.all(mounts.map((mount) => mount.close()))
      await bodies.close()
      await keeper.stop()
      endWatch()
    },
  }
}

/**
 * Whether a request is one for the page: all below `/book` that is neither a dialect's nor a description, and `/` for a browser. A
 * vendor's client that asks for `/` does not ask for HTML.
 */
function isForPeople({ method, headers }: IncomingMessage, path: string, isOwned: boolean): boolean {
  if (covers('/', path)) return method === 'GET' && (headers.accept ?? '').includes('text/html')
  return covers('/book', path) && !isOwned && !covers(descriptionsPath, path)
}
