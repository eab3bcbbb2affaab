import { type Dialect, dialects } from '../../app.ts'
import type { EventKind } from '../../core/event/event.ts'
import { eventKinds } from '../../core/event/event.ts'

type Telling = Dialect & { readonly webhooks: NonNullable<Dialect['webhooks']> }

/** The dialect whose vendor tells of events: there is one. */
export const vendor = dialects.find((dialect): dialect is Telling => dialect.webhooks !== undefined) as Telling

const { eventNames } = vendor.webhooks

/** The vendor's name of an event. */
export function eventName(kind: EventKind): string {
  return eventNames[kind]
}

/** The event of that name, in any case; undefined when there is none. */
export function eventKindOf(name: string): EventKind | undefined {
  return eventKinds.find((kind) => eventNames[kind].toLowerCase() === name.toLowerCase())
}

/** The names of all events. */
export const allEventNames: readonly string[] = eventKinds.map(eventName)
