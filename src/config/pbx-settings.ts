import type { Setting } from './setting.ts'
import { hostAndPort, integer, oneOf, pbxAddress, text, textOrNone, yesNo } from './setting-types.ts'

/** The settings of the PBX, of its extensions, and of the webhooks that are told of them. */
export const pbxSettings = {
  'pbx.address': {
    env: 'DIALBOOK_PBX',
    flag: '--pbx <address>',
    type: pbxAddress,
    default: '',
    help: "Where Asterisk's ARI answers, as ari:http://127.0.0.1:8088; without it no PBX is connected.",
  },
  'pbx.ami': {
    env: 'DIALBOOK_PBX_AMI',
    flag: '--pbx-ami <host:port>',
    type: hostAndPort,
    default: '127.0.0.1:5038',
    help: "Where Asterisk's AMI answers.",
  },
  'pbx.user': {
    env: 'DIALBOOK_PBX_USER',
    flag: '--pbx-user <name>',
    type: text,
    default: 'dialbook',
    help: 'The user that ARI and AMI know, with one password.',
  },
  'pbx.passwordFile': {
    env: 'DIALBOOK_PBX_PASSWORD_FILE',
    flag: '--pbx-password-file <file>',
    type: textOrNone,
    default: '',
    help: "The file with that user's password.",
  },
  'pbx.badSignIns': {
    env: 'DIALBOOK_PBX_BAD_SIGN_INS',
    flag: '--pbx-bad-sign-ins <count>',
    type: integer(1, 1_000_000),
    default: '20',
    help: 'Bad SIP sign-ins of one address that the PBX answers; the next one blocks the address.',
  },
  'pbx.badSignInsWithin': {
    env: 'DIALBOOK_PBX_BAD_SIGN_INS_WITHIN',
    flag: '--pbx-bad-sign-ins-within <seconds>',
    type: integer(1, 86_400),
    default: '60',
    help: 'Seconds after which a bad SIP sign-in counts no more.',
  },
  'pbx.blockTime': {
    env: 'DIALBOOK_PBX_BLOCK_TIME',
    flag: '--pbx-block-time <seconds>',
    type: integer(1, 604_800),
    default: '600',
    help: 'Seconds that a block of a SIP address lasts; `dialbook block lift` ends one at once.',
  },
  'webhook.timeout': {
    env: 'DIALBOOK_WEBHOOK_TIMEOUT',
    flag: '--webhook-timeout <seconds>',
    type: integer(1, 60),
    default: '10',
    help: 'Seconds that a webhook gets to answer.',
  },
  'webhook.retryAfter': {
    env: 'DIALBOOK_WEBHOOK_RETRY_AFTER',
    flag: '--webhook-retry-after <ms>',
    type: integer(1, 900_000),
    default: '5000',
    help: 'Milliseconds to the second try of a delivery; doubled with each, up to a quarter of an hour.',
  },
  'webhook.denyPrivate': {
    env: 'DIALBOOK_WEBHOOK_DENY_PRIVATE',
    flag: '--webhook-deny-private <bool>',
    type: yesNo,
    default: 'false',
    help: 'Whether webhooks must not lead to private, loopback or reserved addresses.',
  },
  'extension.weakSecrets': {
    env: 'DIALBOOK_EXTENSION_WEAK_SECRETS',
    flag: '--extension-weak-secrets <rule>',
    type: oneOf('warn', 'refuse'),
    default: 'warn',
    help: 'What becomes of a SIP secret that is the number or has fewer than 8 characters.',
  },
} as const satisfies Record<string, Setting>
