import { createHash } from 'node:crypto'

/** A request or an answer. Header names are in lower case. */
export interface SipMessage {
  readonly first: string
  readonly headers: ReadonlyMap<string, string>
  /** Every Via, since an answer has to give all of them back. */
  readonly vias: readonly string[]
  readonly body: string
}

export function parse(text: string): SipMessage {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  })
  const vias = pairs.filter(([name]) => name === 'via').map(([, value]) => value)
  return { first, headers: new Map(pairs.toReversed()), vias, body }
}

export function statusOf(answer: SipMessage): number {
  return Number(answer.first.split(' ')[1])
}

/** The port that a description offers for audio. */
export function audioPort(sdp: string): number {
  return Number(/^m=audio (\d+)/m.exec(sdp)?.[1])
}

/** The port that a description offers for a fax by T.38; undefined where it offers none. */
export function faxPort(sdp: string): number | undefined {
  const port = /^m=image ([1-9]\d*) udptl t38/im.exec(sdp)?.[1]
  return port === undefined ? undefined : Number(port)
}

export interface SignIn {
  readonly method: string
  readonly uri: string
  readonly username: string
  readonly secret: string
}

/** The Authorization that answers a challenge, or undefined when there is none (RFC 2617 §3.2.2). */
export function authorize(answer: SipMessage, { method, uri, username, secret }: SignIn): string | undefined {
  const challenge = answer.headers.get('www-authenticate')
  if (statusOf(answer) !== 401 || !challenge) return undefined
  const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
  const [realm, nonce, cnonce, count] = [part('realm'), part('nonce'), 'c0ffee', '00000001']
  const own = md5(`${username}:${realm}:${secret}`)
  const response = md5(`${own}:${nonce}:${count}:${cnonce}:auth:${md5(`${method}:${uri}`)}`)
  return [
    `Authorization: Digest username="${username}"`,
    ...[`realm="${realm}"`, `nonce="${nonce}"`, `uri="${uri}"`, `response="${response}"`, 'algorithm=MD5'],
    ...['qop=auth', `cnonce="${cnonce}"`, `nc=${count}`, `opaque="${part('opaque')}"`],
  ].join(', ')
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
