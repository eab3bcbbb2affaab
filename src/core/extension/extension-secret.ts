import { Refusal } from '../errors.ts'
import type { Vault } from '../ports.ts'
import type { Extension } from './extension.ts'

/** What answers show in place of a secret. Sent back, it means the secret that is stored. */
export const secretMask = '******'

type SecretFields = Pick<Extension, 'sealedSecret' | 'digest'>

/** Both forms in which a new secret is kept. Refuses the mask: it is never stored. */
export function sealSecret(vault: Vault, number: string, secret: string): SecretFields {
  if (secret === secretMask) throw new Refusal('invalid_value', 'the mask of a secret is not a secret', 'secret')
  return { sealedSecret: vault.seal(secret), digest: vault.digest(number, secret) }
}

/** Both forms after an update: of the new secret, or of the stored one under a new number. */
export function updateSecret(
  vault: Vault,
  before: Extension,
  number: string,
  secret: string | undefined,
): SecretFields {
  if (secret !== undefined && secret !== secretMask) return sealSecret(vault, number, secret)
  const { sealedSecret, digest } = before
  if (number === before.number) return { sealedSecret, digest }
  return { sealedSecret, digest: vault.digest(number, vault.open(sealedSecret)) }
}
