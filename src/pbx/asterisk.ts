import type { BookEvent } from '../core/event/event.ts'
import type { Pbx, PbxReport } from '../core/pbx/pbx.ts'
import type { Clock } from '../core/ports.ts'
import type { AmiOptions } from './ami.ts'
import { AmiLink } from './ami-link.ts'
import { type AriOptions, makeAri } from './ari.ts'
import { CallTracker } from './call-tracker.ts'
import { compareObjects } from './compare-objects.ts'
import { Contacts } from './contacts.ts'

/** How Asterisk is reached. */
export interface AsteriskOptions {
  readonly ari: AriOptions
  readonly ami: Omit<AmiOptions, 'onEvent'>
  readonly clock: Clock
}

/** What happens on the PBX, and to the connection. */
export interface AsteriskListener {
  onEvent(event: BookEvent): void
  onConnected(): void
  onDisconnected(problem: string): void
}

/**
 * Connects to Asterisk, now or whenever it comes: AMI tells what happens and which registrations there are, ARI ends them.
 */
export function openAsterisk({ ari: ariOptions, ami, clock }: AsteriskOptions, listener: AsteriskListener): Pbx {
  const ari = makeAri(ariOptions)
  const contacts = new Contacts(ari, clock.now)
  const tracker = new CallTracker(listener.onEvent, clock.now)
  const link = new AmiLink(
    { ...ami, onEvent: (event) => tracker.handle(event) },
    {
      async onUp(fresh) {
        await contacts.dropResurrected(fresh)
        tracker.learn(await fresh.list({ Action: 'DeviceStateList' }))
        // Once it counts as connected.
        setImmediate(listener.onConnected)
      },
      onDown: listener.onDisconnected,
    },
  )
  return {
    isConnected: () => link.isUp,
    dropRegistrations: async (number) => contacts.drop(link.ami, number),
    report: () => reportOf(ari),
    compare: async (wanted, realm) =>
      compareObjects(ari, { wanted, registered: await contacts.numbers(link.ami), realm }),
    close: () => link.close(),
  }
}

interface AriInfo {
  readonly system: { readonly version: string }
  readonly status: { readonly startup_time: string }
}

interface AriEndpoint {
  readonly resource: string
  readonly state: string
  readonly channel_ids: readonly string[]
}

async function reportOf(ari: ReturnType<typeof makeAri>): Promise<PbxReport> {
  const info = await ari.get<AriInfo>('asterisk/info')
  const endpoints = await ari.get<AriEndpoint[]>('endpoints/PJSIP')
  const phones = endpoints.filter(({ resource }) => /^\d+$/.test(resource))
  const numbersOf = (some: AriEndpoint[]): string[] => some.map(({ resource }) => resource).sort()
  return {
    version: info.system.version,
    startedAt: Date.parse(info.status.startup_time.replace(/\+0000$/, 'Z')),
    registered: numbersOf(phones.filter(({ state }) => state === 'online')),
    busy: numbersOf(phones.filter(({ channel_ids }) => channel_ids.length > 0)),
  }
}
