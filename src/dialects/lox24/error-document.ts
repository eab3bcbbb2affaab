import type { Lox24Denial } from './errors.ts'
import type { Format } from './negotiate.ts'

const problemType = 'https://tools.ietf.org/html/rfc2616#section-10'
const title = 'An error occurred'

/** The body of a denial in the format of its request, and the media type of the body. */
export function errorDocument(
  denial: Lox24Denial,
  format: Format,
): { readonly mediaType: string; readonly body: object } {
  const { message, violations, status } = denial
  if (denial.by === 'router') return problem({ status, detail: message })
  if (format === 'json' || denial.by === 'negotiation') {
    return problem({ detail: message, ...(violations && { violations }) })
  }
  const name = violations ? 'ConstraintViolationList' : 'Error'
  return {
    mediaType: 'application/ld+json',
    body: {
      '@context': `/contexts/${name}`,
      '@type': violations ? name : 'hydra:Error',
      'hydra:title': title,
      'hydra:description': message,
      ...(violations && { violations }),
    },
  }
}

function problem(members: object): { readonly mediaType: string; readonly body: object } {
  return { mediaType: 'application/problem+json', body: { type: problemType, title, ...members } }
}
