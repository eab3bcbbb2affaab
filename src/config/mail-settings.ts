import type { SettingTable } from './setting.ts'
import { mailServer, text, textOrNone, yesNo } from './setting-types.ts'

/** The settings of mail about missed calls, and of the server that takes it. */
export const mailSettings = {
  'mail.missedCalls': {
    env: 'DIALBOOK_MAIL_MISSED_CALLS',
    flag: '--mail-missed-calls <bool>',
    type: yesNo,
    default: 'false',
    help: "Whether missed calls are told by mail to the extension's `email`; `pbx config` applies it.",
  },
  'mail.server': {
    env: 'DIALBOOK_MAIL_SERVER',
    flag: '--mail-server <address>',
    type: mailServer,
    default: '',
    help: 'The SMTP server that takes mail; without it none is sent.',
  },
  'mail.user': {
    env: 'DIALBOOK_MAIL_USER',
    flag: '--mail-user <name>',
    type: textOrNone,
    default: '',
    help: 'The user name at the SMTP server; without it nobody signs in there.',
  },
  'mail.passwordFile': {
    env: 'DIALBOOK_MAIL_PASSWORD_FILE',
    flag: '--mail-password-file <file>',
    type: textOrNone,
    default: '',
    help: 'The file with the password of `mail.user`.',
  },
  'mail.from': {
    env: 'DIALBOOK_MAIL_FROM',
    flag: '--mail-from <address>',
    type: text,
    default: 'dialbook@localhost',
    help: 'The sender of mail.',
  },
} as const satisfies SettingTable
