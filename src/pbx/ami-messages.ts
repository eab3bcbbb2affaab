/** An action, a response or an event of the manager interface: names and values. Of a repeated name the last counts. */
export type AmiMessage = Readonly<Record<string, string>>

/** What no message is as long as: a peer that sends this much without an end is not a manager interface. */
const longest = 1024 * 1024

/** Cuts what comes in into messages; the greeting before the first is left out. */
export class AmiParser {
  #rest = ''

  /** The messages that are complete with this part. */
  push(text: string): AmiMessage[] {
    const parts = (this.#rest + text).split('\r\n\r\n')
    this.#rest = parts.pop() ?? ''
    if (this.#rest.length > longest) throw new Error('a message of the manager interface does not end')
    return parts.map(toMessage).filter((message) => Object.keys(message).length > 0)
  }
}

function toMessage(part: string): AmiMessage {
  const lines = part.split('\r\n').flatMap((line): [string, string][] => {
    const colon = line.indexOf(':')
    return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trimStart()]]
  })
  return Object.fromEntries(lines)
}

/** An action as it is sent. A line break in a value would begin another header. */
export function fromMessage(message: AmiMessage): string {
  const lines = Object.entries(message).map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ')}\r\n`)
  return `${lines.join('')}\r\n`
}
