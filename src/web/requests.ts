import type { FastifyRequest } from 'fastify'

/** The cookies of the page. */
export const cookies = {
  session: 'dialbook_session',
  language: 'dialbook_language',
  account: 'dialbook_account',
} as const

/** A cookie of a request; undefined where the browser sends none. */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((each) => each.trim())
  return pairs.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) || undefined
}

/** A cookie that no script reads and no other site makes a browser send. Without a value it goes. */
export function cookie(request: FastifyRequest, name: string, value: string, maxAge: number): string {
  const secure = request.protocol === 'https' ? '; Secure' : ''
  return `${name}=${value}; Path=/book; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${secure}`
}

/** Whether passwords may travel on this connection: it is encrypted, or does not leave the machine. */
export function isPrivate(request: FastifyRequest): boolean {
  if (request.protocol === 'https') return true
  const address = (request.socket.localAddress ?? '').replace(/^::ffff:/i, '')
  return address === '::1' || address.startsWith('127.')
}

/** Whether a form was sent by a page of this server. Browsers say where a request comes from, in one way or the other. */
export function isFromHere(request: FastifyRequest): boolean {
  const { origin } = request.headers
  if (origin !== undefined) return origin === originOf(request)
  const site = request.headers['sec-fetch-site']
  return site === undefined || site === 'same-origin'
}

/** This server's origin, as the browser knows it. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`
}
