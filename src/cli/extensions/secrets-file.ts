import type { MadeSecret } from '../../core/extension/plan-extensions.ts'
import { makePrivateFile } from '../sheets/private-file.ts'

/** Where secrets go that were made up: a file of mode 600, or nowhere beside the book. */
export interface SecretsFile {
  /** Writes the secrets. It comes after the change: without it the file would have secrets that no phone has. */
  keep(made: readonly MadeSecret[]): Promise<void>
  /** Says where the secrets are. */
  tell(count: number): string
  /** Takes away a file that got no secrets. */
  end(): Promise<void>
}

/**
 * Makes the file for secrets, where one is named.
 *
 * @throws Refusal when it is there already, or cannot be made.
 */
export async function secretsFile(path: string | undefined): Promise<SecretsFile> {
  const file = path === undefined ? undefined : await makePrivateFile(path, '--secrets', false)
  let isKept = false
  return {
    async keep(made) {
      if (!file || made.length === 0) return
      await file.write(`number,secret\n${made.map(({ number, secret }) => `${number},${secret}\n`).join('')}`)
      await file.close()
      isKept = true
    },
    tell: (count) =>
      path === undefined
        ? `${count} secrets were made up: \`dialbook extensions show NUMBER --with-secret\` shows one`
        : `${count} secrets were made up: they are in ${path}`,
    async end() {
      if (!isKept) await file?.discard()
    },
  }
}
