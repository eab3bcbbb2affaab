import type { EventKind } from '../../core/event/event.ts'
import { InvalidValue, oneOf, type Reader, text } from '../../core/reader.ts'
import type { NewWebhook } from '../../core/webhook/add-webhook.ts'
import { dialects, usualWebhooks } from '../../dialects/dialects.ts'
import { CheckedMap } from './checked-map.ts'
import type { SeedProblems } from './seed-problems.ts'

/** The dialects that tell of events. */
const telling = dialects.flatMap(({ name, webhooks }) => (webhooks ? [{ name, webhooks }] : []))

/** Reads the webhooks, which are told of every event where they name none. */
export function readWebhooks(seed: CheckedMap, problems: SeedProblems): NewWebhook[] {
  return seed.list('webhooks').flatMap((value, at): NewWebhook[] => {
    const known = ['url', 'dialect', 'version', 'method', 'events', 'username', 'password']
    const map = new CheckedMap(value, ['webhooks', at], problems, known)
    const dialect = map.read('dialect', oneOf(...telling.map(({ name }) => name)), usualWebhooks)
    const form = telling.find(({ name }) => name === dialect)?.webhooks
    if (!form) return []
    const username = map.read('username', text({ min: 1, max: 200 }), undefined)
    const password = map.read('password', text({ min: 1, max: 200 }), undefined)
    return [
      {
        url: map.must('url', address, ''),
        dialect,
        format: map.read('version', oneOf(...form.formats), form.formats[0]),
        method: map.read('method', oneOf(...form.methods), form.methods[0]),
        events: map.read('events', eventsOf(form.eventNames), Object.keys(form.eventNames) as EventKind[]),
        ...(username !== undefined && { username }),
        ...(password !== undefined && { password }),
      },
    ]
  })
}

const address: Reader<string> = (value) => {
  const url = typeof value === 'string' ? URL.parse(value) : null
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password || url.hash)
    throw new InvalidValue('must be an address with http:// or https://, without a user name and a #fragment')
  return value as string
}

/** Reads the vendor's names of events. */
function eventsOf(names: Readonly<Partial<Record<EventKind, string>>>): Reader<EventKind[]> {
  return (value) => {
    const kinds = Object.entries(names) as [EventKind, string][]
    const found = Array.isArray(value) ? value.map((name) => kinds.find(([, each]) => each === name)?.[0]) : [undefined]
    if (found.includes(undefined))
      throw new InvalidValue(`must be a list of ${kinds.map(([, name]) => name).join(', ')}`)
    return found as EventKind[]
  }
}
