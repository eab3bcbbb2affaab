import type { Settings } from '../config/config.ts'
import type { MailCourier } from '../core/call/missed-call.ts'
import { readSecretFile } from './read-secret-file.ts'

const timeoutMs = 20_000

/**
 * The way to the mail server that the settings name; undefined when they name none.
 *
 * @throws StartError when its password cannot be read.
 */
export async function openMail(settings: Settings): Promise<MailCourier | undefined> {
  const server = settings['mail.server']
  if (server === '') return undefined
  const user = settings['mail.user']
  const signIn = user === '' ? undefined : { user, pass: readPassword(settings['mail.passwordFile']) }
  // Most servers send no mail: they start faster without the library.
  const { makeSmtpCourier } = await import('../courier/smtp-courier.ts')
  return makeSmtpCourier({ server, from: settings['mail.from'], signIn, timeoutMs })
}

function readPassword(file: string): string {
  return readSecretFile(file, "cannot read the file with the mail server's password: name it by --mail-password-file")
}
