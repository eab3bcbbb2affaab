import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Extension } from './extension.ts'
import { weaknessOf } from './weak-secret.ts'

/** The text that answers show in place of a secret. A client that sends it back means the stored secret. */
export const secretMask = '******'

type Seals = Pick<Core, 'vault' | 'weakSecrets'>
type SecretFields = Pick<Extension, 'sealedSecret' | 'digest'>

/**
 * Both forms in which a new secret is kept: sealed, and as a digest.
 *
 * @throws Refusal `invalid_value` of `secret` for the mask, which is never stored, and for a weak secret where the rule
 * says so.
 */
export function sealSecret(core: Seals, number: string, secret: string): SecretFields {
  if (secret === secretMask) throw new Refusal('invalid_value', 'the mask of a secret is not a secret', 'secret')
  refuseWeak(core, number, secret)
  return { sealedSecret: core.vault.seal(secret), digest: core.vault.digest(number, secret) }
}

/**
 * Both forms after an update: of the new secret, or of the stored one under a new number, which the digest depends on.
 *
 * @throws Refusal as {@link sealSecret} does.
 */
export function updateSecret(core: Seals, before: Extension, number: string, secret: string | undefined): SecretFields {
  const { sealedSecret, digest } = before
  const isNew = secret !== undefined && secret !== secretMask
  // A caller that may see the stored secret may send it back. It is no new secret, so no rule is asked again.
  if (isNew && (number !== before.number || secret !== core.vault.open(sealedSecret))) {
    return sealSecret(core, number, secret)
  }
  if (number === before.number) return { sealedSecret, digest }
  const stored = core.vault.open(sealedSecret)
  refuseWeak(core, number, stored)
  return { sealedSecret, digest: core.vault.digest(number, stored) }
}

function refuseWeak({ weakSecrets }: Seals, number: string, secret: string): void {
  const weakness = weakSecrets === 'refuse' ? weaknessOf(number, secret) : undefined
  if (weakness !== undefined) throw new Refusal('invalid_value', weakness, 'secret')
}
