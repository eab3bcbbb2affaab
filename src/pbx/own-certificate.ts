import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** A certificate and its key, as paths of PEM files. */
export interface CertificateFiles {
  readonly file: string
  readonly key: string
}

/** Days that a certificate holds that nobody else has signed. */
const days = 3650

/**
 * The certificate of the PBX in its folder: the one that is there, or a new one that it signs itself, for this machine's name and
 * the addresses. Phones and browsers must be told to trust it.
 *
 * @throws Error where there is no openssl to make it with.
 */
export function ownCertificate(dir: string, addresses: readonly string[]): CertificateFiles {
  const folder = join(dir, 'tls')
  const files = { file: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') }
  if (existsSync(files.file) && existsSync(files.key)) return files
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = { file: `${files.file}.new`, key: `${files.key}.new` }
  const names = [`DNS:${hostname()}`, 'DNS:localhost', ...addresses.map((address) => `IP:${address}`)]
  try {
    execFileSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', String(days)],
      ...['-subj', `/CN=${hostname().slice(0, 64)}`, '-addext', `subjectAltName=${names.join()}`],
      ...['-keyout', draft.key, '-out', draft.file],
    ])
  } catch (error) {
    throw new Error('openssl makes no certificate: install it, or name one by sip.certificate', { cause: error })
  }
  for (const [from, to] of [
    [draft.key, files.key],
    [draft.file, files.file],
  ] as const) {
    chmodSync(from, 0o600)
    renameSync(from, to)
  }
  return files
}
