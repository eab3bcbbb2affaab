import type { Core } from '../core.ts'

/** The cookie of the page that holds the token of a session. */
export const sessionCookie = 'dialbook_session'

/** The cookie of the page that holds the id of the account that an owner has chosen. */
export const accountCookie = 'dialbook_account'

/** A cookie of a `Cookie` header; undefined where the browser sends none. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((each) => each.trim())
  return pairs.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) || undefined
}

/** The way in which a browser's request came. */
export interface BrowserRequest {
  /** This server's origin, as the browser knows it. */
  readonly own: string
  /** The headers `Origin` and `Sec-Fetch-Site`. */
  readonly origin: string | undefined
  readonly site: string | string[] | undefined
}

/** Whether a page of this server sent a request. Browsers say where it comes from, in one way or the other. */
export function isSentFromHere({ own, origin, site }: BrowserRequest): boolean {
  if (origin !== undefined) return origin === own
  return site === undefined || site === 'same-origin'
}

/** Whether passwords and sessions may travel on a connection: it is encrypted, or does not leave the machine. */
export function isPrivateWay(protocol: string, localAddress: string | undefined): boolean {
  if (protocol === 'https') return true
  const address = (localAddress ?? '').replace(/^::ffff:/i, '')
  return address === '::1' || address.startsWith('127.')
}

/** The token that each write of a session must bring along, so that no other site can make a browser send it. */
export function writeTokenOf(session: string, { passwords }: Pick<Core, 'passwords'>): string {
  return passwords.hashToken(`form\n${session}`)
}

/** Whether what a write brings along is the token of its session. Hashes are compared, so that the time tells nothing of the token. */
export function isWriteToken(given: unknown, token: string, { passwords }: Pick<Core, 'passwords'>): boolean {
  return typeof given === 'string' && passwords.hashToken(given) === passwords.hashToken(token)
}
