import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { resolveSettings, SettingsError, type settingKeys, settingOf, shown } from './config.ts'
import { type ConfigFile, readConfigFile } from './config-file.ts'

const noFile: ConfigFile = { path: 'dialbook.config.json', values: {}, problems: [] }
const folder = mkdtempSync(join(tmpdir(), 'dialbook-config-'))
after(() => rmSync(folder, { recursive: true }))

function fileWith(text: string): ConfigFile {
  const path = join(folder, 'settings.json')
  writeFileSync(path, text)
  return readConfigFile(path)
}

function problemsOf(sources: Partial<Parameters<typeof resolveSettings>[0]>): readonly string[] {
  try {
    resolveSettings({ flags: {}, env: {}, file: noFile, ...sources })
    return []
  } catch (error) {
    assert.ok(error instanceof SettingsError)
    return error.problems
  }
}

describe('settings', () => {
  it('have defaults that keep their own rules', () => {
    const { settings, origins } = resolveSettings({ flags: {}, env: {}, file: noFile })
    assert.deepEqual(settings, {
      host: '127.0.0.1',
      port: 8080,
      'admin.host': '',
      'admin.port': null,
      data: './data',
      'database.url': '',
      'database.connections': 20,
      'database.queue': 1000,
      'database.connectTimeout': 5,
      'database.statementTimeout': 30,
      'database.lockTimeout': 10,
      logLevel: 'info',
      bodyLimit: 64 * 1024 * 1024,
      trustProxy: '',
      shutdownTimeout: 10,
      'requests.keep': 1000,
      'scrub.every': 7,
      'simotel.timeZone': 'Asia/Tehran',
      'simotel.forwardAll': 'fallback',
      'lox24.badSignIns': 3,
      'lox24.badSignInsWithin': 60,
      'signIn.badSignIns': 300,
      'signIn.within': 60,
      'signIn.slowTime': 600,
      'signIn.longestPause': 5,
      'lox24.blockTime': 600,
      'checkmarket.lenientXml': false,
      'pbx.address': '',
      'pbx.ami': '127.0.0.1:5038',
      'pbx.user': 'dialbook',
      'pbx.passwordFile': '',
      'pbx.spool': '',
      'pbx.spoolLimit': 2000,
      'pbx.lateEvents': 'tell',
      'pbx.keepCalls': 400,
      'pbx.logLimit': 500 * 1024 ** 2,
      'pbx.badSignIns': 20,
      'pbx.badSignInsWithin': 60,
      'pbx.blockTime': 600,
      'webhook.timeout': 10,
      'webhook.retryAfter': 5000,
      'webhook.denyPrivate': false,
      'extension.weakSecrets': 'warn',
      'sip.realm': 'dialbook',
      'sip.bind': ['127.0.0.1'],
      ...{ 'sip.transports': ['udp'], 'sip.port': 5060, 'sip.tlsPort': 5061, 'sip.wssPort': 8089 },
      ...{ 'sip.certificate': '', 'sip.certificateKey': '', 'sip.externalAddress': '', 'ami.port': 5038 },
      'sip.localNetworks': ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', 'fc00::/7'],
      ...{ 'sip.rtpTimeout': 60, 'sip.rtpTimeoutOnHold': 900, 'sip.sessionExpires': 600 },
      'sip.rtpPorts': { first: 10000, last: 10999 },
      'pbx.ringTime': 20,
      'recording.folder': '',
      'recording.format': 'wav',
      'recording.encoder': 'ffmpeg',
      'recording.consent': '',
      'recording.keepDays': 90,
      'recording.diskLimit': 10240,
      'sound.folder': '',
      'pbx.pushWait': 10,
      'mail.missedCalls': false,
      'mail.server': '',
      'mail.user': '',
      'mail.passwordFile': '',
      'mail.from': 'dialbook@localhost',
      ...{ 'contact.quietHours': null, 'contact.mostADay': null, 'message.uncertain': 'never' },
      ...{ 'message.routes': [], 'message.budget': null, 'message.validity': 2880, 'message.keepDays': 400 },
      ...{ 'smpp.server': '', 'smpp.systemId': '', 'smpp.passwordFile': '', 'smpp.systemType': '' },
      ...{ 'smpp.window': 10, 'smpp.receiptIds': 'alike' },
      ...{ 'lox24Carrier.server': '', 'lox24Carrier.keyFile': '', 'lox24Carrier.service': '' },
      'message.receivers': [],
      'message.carriers': [],
      'message.failover': 10,
      'message.stopWords': [
        ...['STOP', 'STOPP', 'STOPALL', 'UNSUBSCRIBE', 'ABMELDEN', 'ABBESTELLEN', 'ARRET', 'ARRÊT', 'BAJA', 'CANCELAR'],
        ...['لغو', 'لغو11', 'انصراف'],
      ],
      'ari.port': 8088,
    })
    assert.deepEqual(new Set(Object.values(origins)), new Set(['default']))
  })

  it('are taken from the strongest source that has them', () => {
    const file = { ...noFile, values: { port: 1, host: 'a', data: 'a' } }
    const env = { DIALBOOK_PORT: '2', DIALBOOK_HOST: 'b', DIALBOOK_DATA: '' }
    const { settings, origins } = resolveSettings({ flags: { port: '3' }, env, file })
    assert.deepEqual([settings.port, origins.port], [3, '--port'])
    assert.deepEqual([settings.host, origins.host], ['b', 'DIALBOOK_HOST'])
    assert.deepEqual([settings.data, origins.data], ['a', 'dialbook.config.json'])
    assert.deepEqual([settings.logLevel, origins.logLevel], ['info', 'default'])
  })

  it('nest in the file where their key has a dot', () => {
    const file = fileWith('{ "simotel": { "timeZone": "Europe/Berlin" }, "sip": { "realm": "pbx.example" } }')
    const { settings } = resolveSettings({ flags: {}, env: {}, file })
    assert.equal(settings['simotel.timeZone'], 'Europe/Berlin')
    assert.equal(settings['sip.realm'], 'pbx.example')
  })

  it('report every problem at once, with the setting, where it came from, and the value', () => {
    const file = fileWith('{ "prot": 80, "bodyLimit": "lots", "nothing like it": 1, "logLevel": null }')
    const env = { DIALBOOK_SIMOTEL_TIME_ZONE: 'Mars/Olympus', DIALBOOK_PORT: 'http' }
    assert.deepEqual(problemsOf({ file, env, flags: { host: 'not a host' } }), [
      `prot (in ${file.path}) is not a setting; did you mean port?`,
      `nothing like it (in ${file.path}) is not a setting`,
      'host: "not a host" (from --host) is not a host name or an IP address',
      'port: "http" (from DIALBOOK_PORT) is not a whole number from 0 to 65535',
      `logLevel: null (from ${file.path}) is not one of trace, debug, info, warn, error, fatal, silent`,
      `bodyLimit: "lots" (from ${file.path}) is not a number of bytes from 1 to 500MiB, such as 65536, 512KiB or 64MiB`,
      'simotel.timeZone: "Mars/Olympus" (from DIALBOOK_SIMOTEL_TIME_ZONE) is not an IANA time zone such as Asia/Tehran',
    ])
  })

  it('need a file that can be read, when one is named', () => {
    assert.match(
      String(problemsOf({ file: readConfigFile(join(folder, 'absent.json')) })),
      /absent\.json cannot be read/,
    )
    assert.match(String(problemsOf({ file: fileWith('{ "port": ') })), /settings\.json cannot be read/)
    assert.match(String(problemsOf({ file: fileWith('[1]') })), /it must hold one JSON object/)
    assert.match(String(problemsOf({ file: fileWith('{ "__proto__": 1 }') })), /__proto__ .* is not a setting/)
  })

  it('are masked when they are secret', () => {
    assert.equal(shown({ ...settingOf('host'), secret: true }, 'hunter2'), '******')
    assert.equal(shown(settingOf('host'), 'localhost'), 'localhost')
  })
})

const values: readonly [
  key: (typeof settingKeys)[number],
  good: readonly [unknown, unknown][],
  bad: readonly unknown[],
][] = [
  [
    'host',
    [
      ['::1', '::1'],
      ['0.0.0.0', '0.0.0.0'],
      ['my-host.lan', 'my-host.lan'],
    ],
    ['http://a', ' ', 'a b', 1],
  ],
  [
    'port',
    [
      ['0', 0],
      [65535, 65535],
    ],
    ['65536', -1, '1.5', '0x10', true, ''],
  ],
  [
    'admin.host',
    [
      ['', ''],
      ['::1', '::1'],
    ],
    ['http://a', ' ', 1],
  ],
  [
    'admin.port',
    [
      ['', null],
      ['0', 0],
    ],
    ['65536', ' ', 'none', null],
  ],
  ['data', [[' /var/lib/dialbook ', '/var/lib/dialbook']], [' ', 1, []]],
  [
    'database.url',
    ['postgres://h/b', 'postgres://u:p%40@a:1,[::1]:2,c/b?target_session_attrs=read-write&sslmode=require'].map(
      (url) => [url, url],
    ),
    [
      ...['postgres://h', 'mysql://h/b', 'postgres:///b', 'postgres://a,/b', 'postgres://a,b:x/b', 'h/b', 1],
      ...['postgres://a,b/d?target_session_attrs=standby', 'postgres://a/b?application_name=x'],
    ],
  ],
  ['signIn.badSignIns', [['0', 0]], ['-1', '100001']],
  ['signIn.within', [['1', 1]], ['0', '1m']],
  ['signIn.slowTime', [[604800, 604800]], ['0', 'ever']],
  ['signIn.longestPause', [['60', 60]], ['0', '61']],
  ['logLevel', [['silent', 'silent']], ['loud', 'INFO', 3]],
  [
    'bodyLimit',
    [
      ['512KiB', 524288],
      ['1 mib', 1048576],
      [100, 100],
    ],
    ['0', '1GiB', '1MB', '-1', '1e3'],
  ],
  [
    'trustProxy',
    [
      ['', ''],
      ['loopback, 10.0.0.0/8,::1', 'loopback,10.0.0.0/8,::1'],
    ],
    ['10.0.0.0/33', 'proxy', true, '::/129', '1.1.1.1,'],
  ],
  [
    'shutdownTimeout',
    [
      ['0', 0],
      [3600, 3600],
    ],
    ['3601', '10s'],
  ],
  ['simotel.timeZone', [['UTC', 'UTC']], ['+03:30', 'Tehran', 3]],
  ['simotel.forwardAll', [['always', 'always']], ['never', 'All', true]],
  ['pbx.ringTime', [['1', 1]], ['0', '301', '20s']],
  ['pbx.pushWait', [['0', 0]], ['-1', '61', '10s']],
  ['mail.missedCalls', [['true', true]], ['yes please', 2]],
  [
    'mail.server',
    [
      ['smtp://127.0.0.1:2525', 'smtp://127.0.0.1:2525'],
      ['smtps://[::1]', 'smtps://[::1]'],
      ['', ''],
    ],
    ['mail.example', 'http://mail.example', 'smtp://ali:secret@mail.example', 'smtp://mail.example/x', 25],
  ],
  ['lox24.badSignIns', [['0', 0]], ['-1', '1000001']],
  ['lox24.badSignInsWithin', [['1', 1]], ['0', '1m']],
  ['lox24.blockTime', [[604800, 604800]], ['0', 'ever']],
  [
    'pbx.address',
    [
      ['ari:http://127.0.0.1:8088', 'http://127.0.0.1:8088'],
      ['ari:https://pbx.example/', 'https://pbx.example'],
    ],
    ['http://127.0.0.1', 'ari:ftp://a', 'ari:http://a/b', 'ari:http://u:p@a', 'ari:', 'ari:http://a?b'],
  ],
  [
    'pbx.ami',
    [
      ['[::1]:5038', '[::1]:5038'],
      ['pbx.example:1', 'pbx.example:1'],
    ],
    ['a', 'a:', ':1', 'a:0', 'a:65536', 'a b:1'],
  ],
  ['sip.bind', [['::1, 127.0.0.1', ['127.0.0.1', '::1']]], ['fe80::1%lo', 'localhost', '', '::1,::2', '::,']],
  ['sip.transports', [['wss,udp', ['udp', 'wss']]], ['', 'udp,udp', 'sctp', 'udp,']],
  ['sip.externalAddress', [['203.0.113.7', '203.0.113.7']], ['pbx.example', '203.0.113.0/24']],
  ['sip.localNetworks', [['10.0.0.0/8, fc00::/7', ['10.0.0.0/8', 'fc00::/7']]], ['10.0.0.0/33', 'loopback', 'x']],
  [
    'sip.rtpPorts',
    [['1024-1027', { first: 1024, last: 1027 }]],
    ['1024-1026', '1023-2000', '60000-65536', '10000', 'a-b', ''],
  ],
  ['sip.realm', [['a.b-c@d', 'a.b-c@d']], ['a:b', 'a"b', 'a b', 'x'.repeat(65)]],
]

describe('values of a setting', () => {
  for (const [key, good, bad] of values) {
    it(key, () => {
      for (const [given, read] of good) assert.deepEqual(settingOf(key).type.read(given), read, String(given))
      for (const given of bad) assert.equal(settingOf(key).type.read(given), undefined, String(given))
    })
  }
})
