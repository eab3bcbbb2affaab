/** What has happened on a channel, as Asterisk wrote it into its spool. */
export interface ChannelEvent {
  readonly type: string
  /** Epoch microseconds. */
  readonly at: number
  readonly uniqueId: string
  readonly linkedId: string
  readonly channel: string
  readonly extension: string
  readonly context: string
  readonly callerNumber: string
  /** The name of an event of the dialplan's own. */
  readonly name: string
  readonly extra: string
}

const field = /"((?:[^"]|"")*)"(?:,|$)/gy

/** The beginning of a line. One behind other text follows a line that was cut off, as by a full disk. */
const beginning = /"[\w-]+","\d{9,11}\.\d{6}",/g

const fieldsOfLine = 12

/** A line of the spool. `isCut` tells of a line before it on which the end is missing. */
export interface SpoolLine {
  readonly event: ChannelEvent | undefined
  readonly isCut: boolean
  /** Whether the PBX left the line empty, since the spool was full. */
  readonly isDropped: boolean
}

/** A line of a spool that had reached its limit (`asterisk/cel_custom.conf`). */
const dropped = /^,{11}$/

/** Reads a line. The event is undefined where nothing whole is in it. */
export function readLine(text: string): SpoolLine {
  const beginnings = [...text.matchAll(beginning)].map(({ index }) => index)
  const last = beginnings.at(-1)
  if (last === undefined) {
    const isDropped = dropped.test(text)
    return { event: undefined, isCut: !isDropped, isDropped }
  }
  const whole = eventIn(text)
  if (whole) return { event: whole, isCut: false, isDropped: false }
  return { event: last === 0 ? undefined : eventIn(text.slice(last)), isCut: true, isDropped: false }
}

function eventIn(text: string): ChannelEvent | undefined {
  const fields: string[] = []
  field.lastIndex = 0
  let end = 0
  for (let match = field.exec(text); match; match = field.exec(text)) {
    fields.push((match[1] as string).replaceAll('""', '"'))
    end = field.lastIndex
    if (end === text.length) break
  }
  if (fields.length !== fieldsOfLine || end !== text.length) return undefined
  const [type = '', time = '', uniqueId = '', linkedId = '', channel = '', extension = '', context = ''] = fields
  const [callerNumber = '', , , name = '', extra = ''] = fields.slice(7)
  const [, seconds, micros] = /^(\d{9,11})\.(\d{6})$/.exec(time) ?? []
  if (seconds === undefined || uniqueId === '' || linkedId === '') return undefined
  const at = Number(seconds) * 1e6 + Number(micros)
  return { type, at, uniqueId, linkedId, channel, extension, context, callerNumber, name, extra }
}

/** What Asterisk says beside an event, in JSON. */
export function extraOf(event: ChannelEvent): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(event.extra)
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** The facts of an event of the dialplan: `key=value,key=value`, by itself or as the `extra` of Asterisk's JSON. */
export function factsOf(event: ChannelEvent): Readonly<Record<string, string>> {
  const { extra } = extraOf(event)
  const text = typeof extra === 'string' ? extra : event.extra
  const pairs = text.split(',').map((pair) => {
    const at = pair.indexOf('=')
    return at < 1 ? undefined : ([pair.slice(0, at).trim(), pair.slice(at + 1)] as const)
  })
  return Object.fromEntries(pairs.filter((pair) => pair !== undefined))
}

/** The endpoint of a channel: 530 of `PJSIP/530-0000001a`. The name of an extension is a number, that of a trunk is not. */
export function endpointOf(channel: string): string | undefined {
  return /^PJSIP\/(.+?)(-[0-9a-f]{8})?$/.exec(channel)?.[1]
}
