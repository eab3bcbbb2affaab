import type { FastifyRequest } from 'fastify'
import type { KeptBody } from '../core/request-log/logged-request.ts'
import { maskBody, maskUrl, presentedSecrets } from '../core/request-log/mask-request.ts'
import type { LongBody, RawBody } from './body/body-job.ts'

/** Headers that decide the answer, and hold no secret. */
const telling = ['accept', 'accept-language', 'if-match', 'if-none-match']

const noBytes = new Uint8Array()

/** What is kept of the body of a request, without secrets. */
export function keptBodyOf({ headers, url }: FastifyRequest, body: RawBody | LongBody | undefined): KeptBody {
  const secrets = presentedSecrets(headers)
  const type = headers['content-type'] ?? null
  const isLong = body !== undefined && 'pieces' in body
  const kept = isLong
    ? ({ text: null, problem: 'long' } as const)
    : maskBody({ bytes: body?.bytes ?? noBytes, type }, secrets)
  const isPlain = maskUrl(url, secrets) === url
  return {
    ...kept,
    problem: kept.problem ?? (isPlain ? null : 'secret'),
    type,
    headers: Object.fromEntries(
      telling.flatMap((name) => {
        const value = headers[name]
        return typeof value === 'string' && value.length < 500 ? [[name, value]] : []
      }),
    ),
  }
}
