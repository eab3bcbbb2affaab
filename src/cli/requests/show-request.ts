import type { ShownRequest } from '../../core/request-log/find-requests.ts'
import { isoTime } from '../table.ts'

/** A request as `--json` prints it. */
export function showRequest({ credentialId, key, at, received, sent, ...request }: ShownRequest): object {
  return {
    ...request,
    at: isoTime(at),
    key: credentialId === null ? null : { id: credentialId, name: key },
    bytes: { received, sent },
  }
}

/** A key in words: `7 ada`. */
export function keyInWords({ credentialId, key }: Pick<ShownRequest, 'credentialId' | 'key'>): string {
  return credentialId === null ? '' : `${credentialId} ${key ?? ''}`.trimEnd()
}

/** A change in words: `#12 group update "customers"`. */
export function changeInWords({ change }: Pick<ShownRequest, 'change'>): string {
  if (!change) return ''
  const { number, noun, verb, subject } = change
  return number === undefined ? `${noun} ${verb}` : `#${number} ${noun} ${verb} ${JSON.stringify(subject)}`
}
