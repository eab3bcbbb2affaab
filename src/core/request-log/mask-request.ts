import { mask } from '../change/mask-secrets.ts'
import { type BodyProblem, type KeptBody, longestBody } from './logged-request.ts'

/** Names of fields, headers, parameters and elements whose values may be secrets. */
const secretName =
  /secret|passw|passphrase|pwd|token|keys?(?![a-z])|auth(?!ors?(?![a-z]))|credential|cookie|digest|hash|sealed|signature|(?<![a-z])pin(?![a-z])/i

/** `secret=x`, `password: x`, `token => x` within a text, as the options of an extension have them. */
const secretInText =
  /((?:secret|passw|passphrase|pwd|token|key|auth|credential)[\w-]{0,32}["']?\s{0,8}(?:=>|[=:])\s{0,8})("[^"]*"|'[^']*'|[^\s,;&<>]+)/gi

/** Words without one of which nothing in a text is called a secret. */
const suspicious = /secret|pass|pwd|token|key|auth|credential|cookie|digest|hash|sealed|signature|pin/i

/** A path, and a query, in which every character stands for itself. */
const plainUrl = /^[\w./-]*(?:\?[\w.&=-]*)?$/

/** A text that is the same in a URL. */
const sameInUrl = /^[\w.~-]*$/

/** Shorter secrets are masked only where a value is one: within other texts they would be found everywhere. */
const shortest = 4

const longestPath = 500

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The headers of a request, as Node gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** All that a request presents as secrets, in every form in which it could stand elsewhere in the request; the longest first. */
export function presentedSecrets(headers: Headers): readonly string[] {
  const found = new Set<string>()
  const add = (text: string): void => {
    const secret = text.trim()
    if (secret !== '') found.add(secret)
  }
  for (const [name, given] of Object.entries(headers)) {
    if (given === undefined || !isSecretHeader(name)) continue
    for (const value of typeof given === 'string' ? [given] : given) {
      add(value)
      const [, scheme = '', rest = ''] = /^\s*(\w+)\s+(.*)$/.exec(value) ?? []
      add(rest)
      if (/^basic$/i.test(scheme)) {
        const pair = decoded(rest)
        add(pair)
        add(pair.slice(pair.indexOf(':') + 1))
      } else if (value.includes(':')) add(value.slice(value.indexOf(':') + 1))
    }
  }
  return [...found].sort((one, other) => other.length - one.length)
}

/** Whether the value of a header may be a secret. A key that makes a request safe to repeat lets nobody in. */
export function isSecretHeader(name: string): boolean {
  return secretName.test(name) && name !== 'idempotency-key' && !/^(?:access-control|sec-)/.test(name)
}

function decoded(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64.trim()), (each) => each.charCodeAt(0)))
  } catch {
    return ''
  }
}

/** Puts the mask in the place of secrets, and of what is called one, within a text. */
export function maskText(text: string, secrets: readonly string[]): string {
  return withoutSecrets(suspicious.test(text) ? text.replace(secretInText, `$1${mask}`) : text, secrets)
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  let masked = text
  for (const secret of secrets) {
    if (masked === secret) return mask
    if (secret.length < shortest) continue
    masked = masked.replaceAll(secret, mask)
    if (!sameInUrl.test(secret)) masked = masked.replaceAll(encodeURIComponent(secret), mask)
  }
  return masked
}

/** The path of a request whose caller is known, with its query. */
export function maskUrl(url: string, secrets: readonly string[]): string {
  // Most have nothing to be masked, and looking at each part costs ten times as much.
  const isPlain = url.length <= longestPath && plainUrl.test(url) && !suspicious.test(url)
  if (isPlain && !secrets.some((each) => url.includes(each))) return url
  const [path = '', query] = splitOnce(url, '?')
  const shown = path.split('/').map((each) => maskPart(each, secrets))
  const masked = shown.join('/') + (query === undefined ? '' : `?${maskQuery(query, secrets)}`)
  return masked.length > longestPath ? `${masked.slice(0, longestPath)}…` : masked
}

/**
 * The path of a request of somebody unknown: a word in small letters may be a mistyped name of a call, and anything else may be a
 * secret. Nothing of a query stays.
 */
export function maskStrangersUrl(url: string): string {
  const [path = '', query] = splitOnce(url, '?')
  const shown = path.split('/').map((each) => (/^(?:[a-z][a-z_.-]{0,31}|v?[0-9])?$/.test(each) ? each : '…'))
  return `${shown.join('/').slice(0, longestPath)}${query === undefined ? '' : '?…'}`
}

/** A query or a form, as `a=1&b=2`. */
export function maskQuery(query: string, secrets: readonly string[]): string {
  return query
    .split('&')
    .map((pair) => {
      const [name = '', value] = splitOnce(pair, '=')
      if (value === undefined) return maskPart(name, secrets)
      const isSecret = value !== '' && secretName.test(plain(name))
      return `${maskPart(name, secrets)}=${isSecret ? mask : maskPart(value, secrets)}`
    })
    .join('&')
}

/** A part of a URL. One in which a secret is written in other escapes is masked whole. */
function maskPart(part: string, secrets: readonly string[]): string {
  const masked = maskText(part, secrets)
  const text = plain(part)
  return masked === part && maskText(text, secrets) !== text ? mask : masked
}

function plain(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return part
  }
}

/** What is kept of a body. A text in which nobody can tell where secrets are is not kept at all. */
export function maskBody(
  body: { readonly bytes: Uint8Array; readonly type: string | null },
  secrets: readonly string[],
): Pick<KeptBody, 'text' | 'problem'> {
  if (body.bytes.length > longestBody) return notKept('long')
  if (body.bytes.length === 0) return { text: '', problem: null }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body.bytes)
  } catch {
    return notKept('unreadable')
  }
  const [given, masked] = masksByType(body.type, text, secrets)
  if (masked === undefined || given === undefined) return notKept('unreadable')
  return { text: masked, problem: masked === given ? null : 'secret' }
}

function notKept(problem: BodyProblem): Pick<KeptBody, 'text' | 'problem'> {
  return { text: null, problem }
}

/** A body before and after its secrets were masked, both in the same spelling. */
function masksByType(type: string | null, text: string, secrets: readonly string[]): readonly (string | undefined)[] {
  const bare = type?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (/^application\/x-www-form-urlencoded$/.test(bare)) return [text, maskQuery(text, secrets)]
  if (/[/+]xml$/.test(bare)) return [text, maskXml(text, secrets)]
  if (bare !== '' && !/[/+]json$/.test(bare)) return []
  try {
    const value: unknown = JSON.parse(text)
    return [JSON.stringify(value), JSON.stringify(maskValue(value, secrets))]
  } catch {
    return []
  }
}

function maskValue(value: unknown, secrets: readonly string[], isSecret = false): unknown {
  if (Array.isArray(value)) return value.map((each) => maskValue(each, secrets, isSecret))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        maskText(name, secrets),
        maskValue(each, secrets, isSecret || secretName.test(name)),
      ]),
    )
  }
  if (value === null || value === '' || typeof value === 'boolean') return value
  if (isSecret) return mask
  return typeof value === 'string' ? maskText(value, secrets) : maskNumber(value as number, secrets)
}

function maskNumber(value: number, secrets: readonly string[]): unknown {
  return secrets.includes(String(value)) ? mask : value
}

/** XML without its declarations of types and its unparsed parts, where a secret could hide; undefined where it has some. */
function maskXml(text: string, secrets: readonly string[]): string | undefined {
  if (/<!/.test(text)) return undefined
  const elements = text.replace(
    /<([\w.:-]+)((?:\s[^<>]*)?)>([^<]*)<\/\1\s*>/g,
    (whole, name: string, rest: string, content: string) =>
      secretName.test(name) && content !== '' ? `<${name}${rest}>${mask}</${name}>` : whole,
  )
  const attributes = elements.replace(/([\w.:-]+)(\s*=\s*)("[^"]*"|'[^']*')/g, (whole, name: string, equals: string) =>
    secretName.test(name) && !/^xmlns/.test(name) ? `${name}${equals}"${mask}"` : whole,
  )
  for (const [, name = ''] of attributes.matchAll(/<([\w.:-]+)(?:\s[^<>]*)?>(?!(?:\*{6})?<\/)/g)) {
    // A secret that has elements of its own.
    if (secretName.test(name)) return undefined
  }
  // A character may be written as `&#65;`.
  const masked = withoutSecrets(attributes, secrets)
  const plainText = masked
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(Math.min(Number.parseInt(code, hex ? 16 : 10) || 0, 0x10ffff)),
    )
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '')
  return withoutSecrets(plainText, secrets) === plainText ? masked : undefined
}

function splitOnce(text: string, by: string): readonly [string, string | undefined] {
  const at = text.indexOf(by)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + by.length)]
}
