import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ownCertificate } from '../../../src/pbx/own-certificate.ts'
import { freePort, freeUdpPort } from '../../free-port.ts'
import { asteriskFolder, eventually } from './asterisk.ts'

const program = join(asteriskFolder, 'bin/asterisk')

/** A second Asterisk, which plays a provider with one customer: he registers and signs in for his calls. */
export interface ProviderAsterisk {
  readonly port: number
  /** The port of TLS. */
  readonly tlsPort: number
  /** Runs a command of its console, and returns the output. */
  cli(command: string): Promise<string>
  /** Ends it at once, as a provider that is gone. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export interface Customer {
  readonly address: string
  readonly user: string
  readonly password: string
  /** Whether the provider takes and makes calls with encrypted sound (SRTP) only. */
  readonly srtp?: boolean
}

const modules = [
  ...[
    'res_pjproject',
    'res_sorcery_config',
    'res_sorcery_memory',
    'res_sorcery_astdb',
    'res_pjsip',
    'res_pjsip_session',
  ],
  ...[
    'res_pjsip_pubsub',
    'res_pjsip_authenticator_digest',
    'res_pjsip_endpoint_identifier_user',
    'res_pjsip_registrar',
  ],
  ...['res_pjsip_sdp_rtp', 'res_pjsip_caller_id', 'res_pjsip_nat', 'res_pjsip_rfc3326', 'res_pjsip_header_funcs'],
  ...[
    'chan_pjsip',
    'res_rtp_asterisk',
    'res_srtp',
    'res_timing_timerfd',
    'codec_ulaw',
    'bridge_simple',
    'bridge_native_rtp',
  ],
  ...['pbx_config', 'app_dial', 'app_echo', 'func_callerid', 'res_clioriginate'],
]

/** Starts it on an address of the loopback. Whoever is called through it hears himself (Echo). */
export async function startProviderAsterisk({
  address,
  user,
  password,
  srtp = false,
}: Customer): Promise<ProviderAsterisk> {
  const dir = await mkdtemp(join(tmpdir(), 'dialbook-provider-'))
  const port = await freeUdpPort()
  const tlsPort = await freePort()
  const rtp = await freeUdpPort()
  const certificate = ownCertificate(dir, [address])
  const [moduleFolder] = globSync(join(asteriskFolder, 'usr/lib/*/asterisk/modules'))
  const files: Record<string, string[]> = {
    'asterisk.conf': [
      ...['[directories]', `astetcdir => ${dir}/etc`, `astmoddir => ${moduleFolder}`],
      ...[`astdatadir => ${join(asteriskFolder, 'usr/share/asterisk')}`, `astvarlibdir => ${dir}/var`],
      ...[`astdbdir => ${dir}/var`, `astkeydir => ${dir}/var`, `astspooldir => ${dir}/var`],
      ...[`astrundir => ${dir}/run`, `astlogdir => ${dir}/var`],
    ],
    'modules.conf': ['[modules]', 'autoload = no', ...modules.map((name) => `load = ${name}.so`)],
    'logger.conf': ['[logfiles]', 'console => warning,error'],
    'rtp.conf': ['[general]', `rtpstart = ${rtp}`, `rtpend = ${rtp + 40}`],
    'pjsip.conf': [
      ...['[transport]', 'type = transport', 'protocol = udp', `bind = ${address}:${port}`],
      ...['[tcp]', 'type = transport', 'protocol = tcp', `bind = ${address}:${port}`],
      ...['[tls]', 'type = transport', 'protocol = tls', `bind = ${address}:${tlsPort}`, 'method = tlsv1_2'],
      ...[`cert_file = ${certificate.file}`, `priv_key_file = ${certificate.key}`],
      ...[`[${user}]`, 'type = endpoint', 'context = customer', `aors = ${user}`],
      ...[`auth = ${user}`, 'allow = ulaw', 'direct_media = no', 'trust_id_inbound = yes'],
      ...(srtp ? ['media_encryption = sdes'] : []),
      ...[`[${user}]`, 'type = auth', 'auth_type = digest', `username = ${user}`, `password = ${password}`],
      ...[`[${user}]`, 'type = aor', 'max_contacts = 1', 'remove_existing = yes'],
    ],
    'extensions.conf': [
      ...['[customer]', 'exten => 0912000,1,Answer()', ' same => n,Echo()'],
      ...['exten => 0912503,1,Hangup(34)', 'exten => 0912486,1,Hangup(17)'],
    ],
  }
  for (const folder of ['etc', 'var', 'run']) await mkdir(join(dir, folder))
  for (const [name, lines] of Object.entries(files)) {
    await writeFile(join(dir, 'etc', name), `${lines.join('\n')}\n`, { mode: 0o600 })
  }
  const conf = join(dir, 'etc/asterisk.conf')
  const child = spawn(program, ['-C', conf, '-fn'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const reap = () => child.kill('SIGKILL')
  process.once('exit', reap)
  const exited = once(child, 'exit')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
    process.off('exit', reap)
  }
  await eventually('the provider is ready', () => {
    if (child.exitCode !== null) throw new Error(`the provider did not start:\n${output}`)
    return output.includes('Asterisk Ready')
  }).catch(async (error) => {
    await kill()
    throw new Error(`${error.message}\n${output}`)
  })
  return {
    ...{ port, tlsPort },
    cli: async (command) => (await promisify(execFile)(program, ['-C', conf, '-rx', command])).stdout,
    kill,
    async stop() {
      await kill()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
