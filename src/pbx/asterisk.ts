import type { Clock } from '../core/environment.ts'
import type { BookEvent } from '../core/event/event.ts'
import type { Pbx, PbxReport } from '../core/pbx/pbx.ts'
import type { AmiOptions } from './ami.ts'
import { AmiLink } from './ami-link.ts'
import { type Ari, type AriOptions, makeAri } from './ari.ts'
import { CallTracker } from './call-tracker.ts'
import { compareObjects } from './compare-objects.ts'
import { compareTrunks } from './compare-trunks.ts'
import { HeldRegistrations } from './held-registrations.ts'
import { listEndpoints } from './list-endpoints.ts'
import { addressOfBadSignIn, isSignIn } from './security-events.ts'
import { startWatch, type Watch } from './watch.ts'

/** How often the registrations are looked at when no phone signs in: they also expire. */
const lookEveryMs = 1000

/** How Asterisk is reached. */
export interface AsteriskOptions {
  readonly ari: AriOptions
  readonly ami: Omit<AmiOptions, 'onEvent' | 'signal'>
  readonly clock: Clock
}

/** What happens on the PBX, and to the connection. */
export interface AsteriskListener {
  onEvent(event: BookEvent): void
  /** A client had a wrong secret, or a number that there is not. */
  onBadSignIn(address: string): void
  onConnected(): void
  onDisconnected(problem: string): void
}

/**
 * Connects to Asterisk, now or whenever it comes: AMI tells what happens and which registrations there are, ARI ends them.
 */
export function openAsterisk({ ari: ariOptions, ami, clock }: AsteriskOptions, listener: AsteriskListener): Pbx {
  const ari = makeAri(ariOptions)
  const registrations = new HeldRegistrations(ari, clock.now)
  const tracker = new CallTracker(listener.onEvent, clock.now)
  let watch: Watch | undefined
  const link = new AmiLink(
    {
      ...ami,
      onEvent(event) {
        tracker.handle(event)
        if (isSignIn(event)) watch?.hint()
        const address = addressOfBadSignIn(event)
        if (address !== undefined) listener.onBadSignIn(address)
      },
    },
    {
      async onUp(fresh) {
        // AMI may be right and ARI not: without both no registration is ended.
        await ari.get('asterisk/info')
        await registrations.dropResurrected(fresh)
        tracker.learn(await fresh.list({ Action: 'DeviceStateList' }), await registrations.numbers(fresh))
        // It ends with its connection.
        watch = startWatch(async () => tracker.registeredAre(await registrations.numbers(fresh)), lookEveryMs)
        // Once it counts as connected.
        setImmediate(listener.onConnected)
      },
      onDown: listener.onDisconnected,
    },
  )

  return {
    isConnected: () => link.isUp,
    async dropRegistrations(number) {
      await registrations.drop(link.ami, number)
      watch?.hint()
    },
    report: async () => reportOf(ari, await registrations.numbers(link.ami)),
    compare: async ({ objects: wanted, trunks, realm }) => [
      ...(await compareObjects(ari, { wanted, registered: await registrations.numbers(link.ami), realm })),
      ...(await compareTrunks(link.ami, ari, trunks)),
    ],
    close: () => link.close(),
  }
}

interface AriInfo {
  readonly system: { readonly version: string }
  readonly status: { readonly startup_time: string }
}

async function reportOf(ari: Ari, registered: ReadonlySet<string>): Promise<PbxReport> {
  const info = await ari.get<AriInfo>('asterisk/info')
  const endpoints = await listEndpoints(ari)
  const busy = endpoints.filter(({ channel_ids, resource }) => channel_ids.length > 0 && /^\d+$/.test(resource))
  return {
    version: info.system.version,
    startedAt: Date.parse(info.status.startup_time.replace(/\+0000$/, 'Z')),
    registered: [...registered].sort(),
    busy: busy.map(({ resource }) => resource).sort(),
  }
}
