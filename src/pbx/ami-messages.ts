/**
 * An action, a response or an event of the manager interface: names and values. The last value of a repeated name
 * counts.
 */
export type AmiMessage = Readonly<Record<string, string>>

/** Characters of the longest message. A peer that sends more without an end is no manager interface. */
const longest = 1024 * 1024

/** Cuts incoming text into messages. The greeting before the first message is left out. */
export class AmiParser {
  #rest = ''

  /**
   * Returns the messages that this part completes.
   *
   * @throws Error for a message without an end.
   */
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

/** Writes an action as it is sent. Line breaks in values become spaces, since one would begin another header. */
export function fromMessage(message: AmiMessage): string {
  const lines = Object.entries(message).map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ')}\r\n`)
  return `${lines.join('')}\r\n`
}
