import { injections, noText, type Rule } from './things.ts'

const yesNo = (field: string): Rule => ({
  field,
  accepts: ['yes', 'no'],
  refuses: [...noText, ...injections, '', 'Yes', 'NO', 'true', '1', 'maybe'],
})
const masks = (field: string): Rule => ({
  field,
  accepts: ['', '0.0.0.0/0.0.0.0', '192.168.1.0/255.255.255.0', '10.0.0.0/8', '0.0.0.0/0.0.0.0,10.0.0.0/8,::1/128'],
  refuses: [...noText, ...injections, 'all', '300.0.0.0/8', '10.0.0.0/33', '10.0.0.0/8;x', 'fe80::1%lo/64'],
})
const longHost = `${'h'.repeat(60)}.${'h'.repeat(60)}.${'h'.repeat(60)}.${'h'.repeat(60)}.example`

/** The rule of each field of a trunk. */
export const trunkRules: readonly Rule[] = [
  { field: 'trunk_type', accepts: ['SIP'], refuses: [...noText, ...injections, '', 'sip', 'IAX2', 'DAHDI'] },
  {
    field: 'register_string',
    accepts: [
      '3591011020:as#3591011020@192.168.1.10/3591011020',
      { given: 'u:p@sip.example:5060/u\t', shown: 'u:p@sip.example/u' },
      'u:p@sip.example:5070',
      'u:p:with@more@[::1]:5070/c',
      '',
    ],
    cleared: { shown: '' },
    refuses: [
      ...noText,
      ...[
        'u',
        'u:p',
        'u@h',
        ':p@h',
        'u:@h',
        'u:p@',
        'u:p@h h',
        'u:p p@h',
        'u:p@h:0',
        'u:p@h:65536',
        'u;x:p@h',
        'u:p@h/c c',
      ],
      ...['u:p@dynamic', `u:${'p'.repeat(129)}@h`],
      'u:p@h\n[other]',
    ],
  },
  ...['active', 'canreinvite', 'directmedia', 'qualify'].map(yesNo),
  ...['deny', 'permit'].map(masks),
  {
    field: 'dtmfmode',
    accepts: ['rfc2833', 'rfc4733', 'inband', 'info', 'shortinfo', 'auto', 'auto_info'],
    refuses: [...noText, ...injections, '', 'RFC2833', 'x'],
  },
  {
    field: 'context',
    accepts: ['from-pstn', 'c'.repeat(80)],
    refuses: [...noText, ...injections, '', 'c'.repeat(81), 'a b', 'a;b'],
  },
  {
    field: 'host',
    accepts: ['192.168.1.10', 'sip.example', '::1', '', { given: 'dynamic', shown: '' }, longHost.slice(0, 250)],
    cleared: { shown: '' },
    refuses: [...noText, ...injections, 'a b', '1.2.3', `${longHost}.example`, 'sip.example:5060'],
  },
  {
    field: 'type',
    accepts: ['user', 'peer', 'friend', { given: 'Friend', shown: 'friend' }],
    refuses: [...noText, ...injections, '', 'x'],
  },
  {
    field: 'nat',
    accepts: ['yes', 'no', 'force_rport,comedia', { given: 'Force Report & Co-Media', shown: 'force_rport,comedia' }],
    refuses: [...noText, ...injections, '', 'comedia'],
  },
  {
    field: 'port',
    accepts: ['1', '5060', '65535', { given: 5061, shown: '5061' }],
    refuses: [...noText.filter((each) => each !== 5), ...injections, '', '0', '65536', '-1', '5060x'],
  },
  {
    field: 'insecure',
    accepts: ['port,invite', 'port', 'invite', 'no', '', { given: 'Port & Invite', shown: 'port,invite' }],
    cleared: { shown: '' },
    refuses: [...noText, ...injections, 'very', 'x'],
  },
  { field: 'disallow', accepts: ['all'], refuses: [...noText, ...injections, '', 'ulaw'] },
  {
    field: 'allow',
    accepts: ['ulaw,alaw', 'g722', { given: 'alaw & ulaw', shown: 'alaw,ulaw' }, { given: 'ULAW,ulaw', shown: 'ulaw' }],
    refuses: [...noText, ...injections, '', 'all', 'ulaw,', 'mp3', 'ulaw;x'],
  },
  {
    field: 'more_options',
    accepts: [
      'fromuser=3591011020\nusername=3591011020\nsecret=as#3591011020',
      'secret = p=q',
      'insecure=very\n; a remark',
      '',
      'x'.repeat(4000),
    ],
    cleared: { shown: '' },
    refuses: [
      ...noText,
      ...['secret=', 'secret=a b', 'username=a b', 'fromuser=<x>', `secret=${'p'.repeat(129)}`],
      ...['x'.repeat(4001), 'a\u0000b'],
    ],
  },
  {
    field: 'description',
    accepts: ['', 'here', 'علی 😀\nsecond line', 'd'.repeat(1000)],
    cleared: { shown: '' },
    refuses: [...noText, 'd'.repeat(1001), 'a\u0000b'],
  },
]
