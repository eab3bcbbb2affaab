import type { FastifyRequest } from 'fastify'
import { accountCookie, cookieIn, isPrivateWay, isSentFromHere, sessionCookie } from '../core/person/browser.ts'

/** The cookies of the page. */
export const cookies = {
  session: sessionCookie,
  language: 'dialbook_language',
  account: accountCookie,
} as const

/** A cookie of a request; undefined where the browser sends none. */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  return cookieIn(request.headers.cookie, name)
}

/** A cookie that no script reads and no other site makes a browser send. Without a value it goes. */
export function cookie(request: FastifyRequest, name: string, value: string, maxAge: number): string {
  const secure = request.protocol === 'https' ? '; Secure' : ''
  return `${name}=${value}; Path=/book; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${secure}`
}

/** Whether passwords may travel on this connection: it is encrypted, or does not leave the machine. */
export function isPrivate(request: FastifyRequest): boolean {
  return isPrivateWay(request.protocol, request.socket.localAddress)
}

/** Whether a form was sent by a page of this server. Browsers say where a request comes from, in one way or the other. */
export function isFromHere(request: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  return isSentFromHere({ own: originOf(request), origin, site })
}

/** This server's origin, as the browser knows it. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`
}
