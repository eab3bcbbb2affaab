import type { IncomingMessage } from 'node:http'

/**
 * Turns a request in absolute form, as proxies send it, into one in origin form: `POST http://host/path` becomes `POST
 * /path`, and its host replaces the Host header (RFC 9112 §3.2.2).
 */
export function toOriginForm(request: IncomingMessage): void {
  if (request.url?.startsWith('/')) return
  const target = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(request.url ?? '')
  if (!target) return
  const [, authority = '', rest = ''] = target
  request.url = rest.startsWith('/') ? rest : `/${rest}`
  if (authority !== '') request.headers.host = authority
}
