import { dialplan } from './dialplan.ts'
import { injections, noText, type Rule } from './things.ts'

/** A user's context must not be one of the dialplan's inner parts, where no call begins. */
const innerContexts = [...dialplan.matchAll(/^\[(\w+)\]$/gm)]
  .map(([, name]) => name)
  .filter((name) => name !== 'main_routing' && name !== 'globals')

/** Values that are no text, for a field that takes a JSON number as its digits. */
const noDigits: readonly unknown[] = [...noText.filter((each) => each !== 5), -1]
const largest = Number.MAX_SAFE_INTEGER

const yesNo = (field: string): Rule => ({
  field,
  accepts: ['yes', 'no'],
  refuses: [...noText, ...injections, '', 'Yes', 'NO', 'true', '1', 'maybe'],
})
const masks = (field: string): Rule => ({
  field,
  accepts: [
    '',
    '0.0.0.0/0.0.0.0',
    '192.168.1.0/255.255.255.0',
    '10.0.0.0/8',
    '2001:db8::/32',
    '0.0.0.0/0.0.0.0,10.0.0.0/8,::1/128',
  ],
  refuses: [
    ...noText,
    ...injections,
    'all',
    '300.0.0.0/8',
    '10.0.0.0/33',
    '10.0.0/8',
    '::/129',
    '10.0.0.0/8;x',
    '/8',
    'fe80::1%lo/64',
  ],
})
const pickup = (field: string): Rule => ({
  field,
  accepts: ['', '0', '1', '63', '1,3-5', '0-63', { given: 0, shown: '0' }, { given: 63, shown: '63' }],
  refuses: [...noDigits, ...injections, 64, 2 ** 53, '64', '-1', '1,', '1-64', '1;2', 'a', '1.5'],
})

const longMail = `${'m'.repeat(254 - '@example.com'.length)}@example.com`
const noForward = { Busy: '', 'No Answer': '', UnAvailable: '', All: '' }
export const forwards = { Busy: '571', 'No Answer': '09158315762', UnAvailable: '570', All: '2121' }

/** The rule of each field of a PBX user. */
export const userRules: readonly Rule[] = [
  { field: 'user_type', accepts: ['SIP', 'IAX2'], refuses: [...noText, ...injections, '', 'sip', 'DAHDI'] },
  {
    field: 'name',
    accepts: ['n', 'Test User', `<b>"&'\\;[x]=%_`, 'علی 😀 é', 'n'.repeat(255)],
    refuses: [...noText, ...injections, '', 'n'.repeat(256), 'x'.repeat(100_000)],
    undecided: ['😀'.repeat(255), 'tab\there'],
  },
  {
    field: 'number',
    accepts: [
      '7',
      '0070',
      '8'.repeat(30),
      { given: '۵ ۵', shown: '55' },
      { given: 70, shown: '70' },
      { given: largest, shown: String(largest) },
    ],
    refuses: [...noDigits, ...injections, 2 ** 53, '', '8'.repeat(31), '+98', '5*', '5/5', '5;5', 'abc'],
  },
  {
    field: 'cid_number',
    accepts: ['', '999', '02188112233', { given: '(021) 88-77', shown: '0218877' }, '*31#'],
    refuses: [...noText, ...injections, '1'.repeat(300), '1'.repeat(16), '0912/0913', 'Ali <555>', '😀'],
    cleared: { shown: '' },
  },
  {
    field: 'secret',
    accepts: ['q', 'w'.repeat(128), 'p"a;s\\s =word,', 'رمز'],
    refuses: [...noText, ...injections, '', 'w'.repeat(129)],
  },
  {
    field: 'dtmfmode',
    accepts: ['rfc2833', 'rfc4733', 'inband', 'info', 'shortinfo', 'auto', 'auto_info'],
    refuses: [...noText, ...injections, '', 'banana', 'rfc2833,info'],
  },
  {
    field: 'context',
    accepts: ['main_routing', 'A-b_9', 'from_extensions', 'c'.repeat(80)],
    refuses: [...[...noText, ...injections, '', 'c'.repeat(81), 'a b', 'a;b', 'a]', 'متن'], ...innerContexts],
  },
  {
    field: 'host',
    accepts: ['dynamic', '192.168.1.5', '2001:db8::5', 'phone-1.example.com', 'phone_1', '3com.example.'],
    refuses: [
      ...[...noText, ...injections, '', 'two words', 'a;b', 'a/b', `${'h'.repeat(300)}.com`],
      ...['123', '1.2.3', '192.168.1.256', 'phone.7', '-', 'fe80::1%eth0', '[::1]'],
    ],
  },
  {
    field: 'type',
    accepts: [
      ...['user', 'peer', 'friend'],
      ...[
        ['User', 'user'],
        ['Peer', 'peer'],
        ['Friend', 'friend'],
        ['FRIEND', 'friend'],
      ].map(([given, shown]) => ({ given, shown })),
    ],
    refuses: [...noText, ...injections, '', 'master', 'user,peer'],
  },
  {
    field: 'nat',
    accepts: [
      ...['yes', 'no', 'force_rport,comedia'],
      { given: 'Force Report & Co-Media', shown: 'force_rport,comedia' },
    ],
    refuses: [...noText, ...injections, '', 'maybe', 'force_rport;comedia'],
  },
  {
    field: 'port',
    accepts: ['1', '5060', '65535', { given: 5061, shown: '5061' }],
    refuses: [...noDigits, ...injections, 0, 65_536, 2 ** 53, '', '0', '65536', '-1', '5060x', '50.60', '9'.repeat(20)],
  },
  {
    field: 'call_limit',
    accepts: ['', '1', '100'],
    refuses: [...noText, ...injections, '-1', 'x', '1.5', '1e3'],
    cleared: { shown: '' },
    undecided: ['0', '9'.repeat(30)],
  },
  {
    field: 'trunk',
    accepts: ['yes', 'no'],
    refuses: [...noText, ...injections, 'Yes', '1'],
    cleared: { shown: undefined },
  },
  {
    field: 'transfer',
    accepts: ['yes', 'no', 'mediaonly'],
    refuses: [...noText, ...injections, 'Yes', 'media'],
    cleared: { shown: undefined },
  },
  {
    field: 'email',
    accepts: ['', 'a@b', 'test.user@example.com', longMail],
    refuses: [...noText, ...injections, 'plain', 'a@', '@b', `m${longMail}`, 'a@b\nx=y'],
    cleared: { shown: '' },
  },
  {
    field: 'forward_policy',
    accepts: [
      { given: noForward, shown: noForward },
      { given: forwards, shown: forwards },
      {
        given: { All: '+98*1#', UnAvailable: '', Busy: '1', 'No Answer': '' },
        shown: { ...noForward, All: '+98*1#', Busy: '1' },
      },
    ],
    refuses: [
      ...['', 'x', 5, true, ['5']],
      ...[
        { Foo: '' },
        { مشغول: '1' },
        { 'a\r\nb': '1' },
        { busy: '1' },
        { ...forwards, No: '1' },
        { Busy: 5 },
        { Busy: ['5'] },
        { Busy: {} },
      ],
      ...[{ Busy: 'abc' }, { Busy: '1\n2' }, { All: '0912/0913' }, { 'No Answer': '1'.repeat(500) }],
    ],
  },
  {
    field: 'more_options',
    accepts: [
      ...['', '\n', 'language=fa', 'device_state_busy_at=2\nlanguage=fa_IR\n', 'rtp_timeout = 30\r\n\r\n100rel=no'],
      ...['allow=alaw,gsm', 'timers_min_se=90\ntimers_sess_expires=90', `${' '.repeat(3989)}send_pai=no`],
      // Lines without an effect are kept.
      ...['m', '😀 علی', 'a=b', '=', '=yes', 'send_pai', 'send_pai:yes', 'language=fa\nunknown=1', '[other]\nsecret=x'],
      ...['constructor=x', '__proto__=x', 'context=other', 'auth=other', 'aors=other', 'permit=0.0.0.0/0'],
      ...[
        'dtmf_mode=info',
        'set_var=X=1',
        'SEND_PAI=yes',
        '; a comment\nlanguage=fa ; and one more\n;--\nallow=x\n--;',
      ],
      ...['disallow=all\nallow=ulaw\nallow=g729\nvideosupport=no', 'allow=!all,ulaw', 'Language => fa'],
      ...['transport=udp,tcp\ninsecure=port,invite\nqualifyfreq=30', 't38pt_udptl=yes,fec,maxdatagram=400'],
    ],
    refuses: [
      ...[...noText, 'a\u0000b', 'a\u0007b', 'a\u001bb', `${' '.repeat(3990)}send_pai=no`],
      ...['send_pai=', 'send_pai=Yes', 'send_pai=yes;no', 'send_pai=yes send_rpid=yes', 'transport=x'],
      ...['send_pai=yes\nsend_pai=no', 'sendrpid=pai\nsend_pai=no', 'fromuser=a\nfrom_user=b'],
      ...['allow=', 'allow=all', 'allow=ulaw,', 'allow=!ulaw', 'timers_sess_expires=89', 'timers_min_se=1801'],
      ...['disallow=all', 'disallow=banana', 'allow=banana', 'encryption=maybe', 'mailbox=a b', 'videosupport=x'],
      ...['session-timers=yes', 'session-expires=89', 'rtptimeout=-1', 't38pt_udptl=yes,x', 'sendrpid=x', 'insecure=x'],
      ...['callerid=Ali', 'callerid="Ali <5>', 'callerid="A" <b>', 'fullname=', 'fromuser=a b', 'busylevel=x'],
    ],
    cleared: { shown: '' },
  },
  {
    field: 'description',
    accepts: ['', 'd', 'علی 😀', 'd'.repeat(1000)],
    refuses: [...noText, 'd'.repeat(1001)],
    cleared: { shown: '' },
    undecided: [...injections],
  },
  ...['active', 'call_record', 'push_notification', 'canreinvite', 'directmedia'].map(yesNo),
  ...['qualify', 'callcounter', 'faxdetect'].map(yesNo),
  ...['deny', 'permit'].map(masks),
  ...['callgroup', 'pickupgroup'].map(pickup),
]
