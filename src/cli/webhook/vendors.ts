import { dialects, usualWebhooks, type WebhookForm } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import { type EventKind, eventKinds } from '../../core/event/event.ts'

/** The forms of the vendors that tell of events, by their dialects. */
const forms: ReadonlyMap<string, WebhookForm> = new Map(
  dialects.flatMap(({ name, webhooks }) => (webhooks ? [[name, webhooks] as const] : [])),
)

/** The dialects whose vendors tell of events. */
export const tellingDialects: readonly string[] = [...forms.keys()]

/** The one of them that a webhook has where none is named. */
export const usualDialect: string = usualWebhooks

/** The versions of all forms. */
export const versions: readonly string[] = [...forms.values()].flatMap(({ formats }) => formats)

/** The form of a dialect that is one of {@link tellingDialects}. */
export function formOf(dialect: string): WebhookForm {
  const form = forms.get(dialect)
  if (!form) throw new Error(`${dialect} tells of no events`)
  return form
}

/** The name that a vendor has for an event. */
export function eventName(kind: EventKind): string {
  const names = [...forms.values()].flatMap(({ eventNames }) => eventNames[kind] ?? [])
  return names[0] ?? kind
}

/** The event of that name, in any case; undefined where no vendor has it. */
export function eventKindOf(name: string): EventKind | undefined {
  return eventKinds.find((kind) => eventName(kind).toLowerCase() === name.toLowerCase())
}

/** The events of a form. */
export function eventsOf({ eventNames }: WebhookForm): readonly EventKind[] {
  return eventKinds.filter((kind) => kind in eventNames)
}

/**
 * The value that was asked for, or the usual one of a dialect.
 *
 * @throws Refusal `invalid_value` for one that the dialect does not have.
 */
export function choose<T extends string>(what: string, asked: string | undefined, all: readonly [T, ...T[]]): T {
  const found = asked === undefined ? all[0] : all.find((each) => each === asked)
  if (found !== undefined) return found
  throw new Refusal('invalid_value', `the ${what} of this dialect is ${all.join(' or ')}`, what)
}
