import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'node:test'
import { hasPerlSmpp, startPerlSmsc } from '../../../test/messages/support/perl-smsc.ts'
import { type SmscOptions, startSmsc } from '../../../test/messages/support/smsc.ts'
import { describeCarrier, type OpenCarrier } from '../../core/message/carrier.contract.ts'
import { type SmppOptions, smppCarrier } from './smpp.ts'
import { textOf } from './texts.ts'

const numbers = { fine: '+4917012300', refused: '+4917012390', failed: '+4917012391', expired: '+4917012392' }

type OnReceipts = Parameters<OpenCarrier>[0]

function open(port: number, onReceipts: OnReceipts, more: Partial<SmppOptions> = {}) {
  return smppCarrier({
    name: 'smpp',
    ...{ host: '127.0.0.1', port, secure: false, systemId: 'me', password: 'secret', systemType: '', window: 5 },
    ...{ idForm: 'alike', clock: { now: () => Date.now() } },
    onReceipts: async (_carrier, receipts) => onReceipts(receipts),
    onMessage: async () => false,
    onFault(error) {
      throw error
    },
    ...more,
  })
}

function describeWith(name: string, smscOptions: SmscOptions, more: Partial<SmppOptions> = {}): void {
  describeCarrier(`smpp, ${name}`, async (onReceipts) => {
    const smsc = await startSmsc({ password: 'secret', ...smscOptions })
    const carrier = open(smsc.port, onReceipts, more)
    return {
      carrier,
      numbers,
      arrived: async (number) => smsc.arrived(number),
      async close() {
        await carrier.close()
        await smsc.close()
      },
    }
  })
}

function makeCertificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'dialbook-smsc-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
  const named = ['-subj', '/CN=smsc', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', [...made, ...named, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const read = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(folder, { recursive: true })
  return read
}

describeWith('with receipts as in the specification', {})

const tls = makeCertificate()
const states = { delivered: 2, failed: 8, expired: 3 } as const
describeWith(
  'by TLS, with receipts in parameters that come before the answers',
  {
    tls,
    tellsFirst: true,
    receiptOf: (id, state) => ({ receipted_message_id: id, message_state: states[state], short_message: '' }),
  },
  { secure: true, ca: tls.cert },
)

describeWith('with receipts by data_sm, with a text and with parameters only', {
  receiptsBy: 'data_sm',
  receiptOf: (id, state) =>
    id.endsWith('2')
      ? { esm_class: 4, receipted_message_id: id, message_state: states[state] }
      : { esm_class: 4, message_payload: `id:${id} stat:${state.toUpperCase()} err:7` },
})

describeWith(
  'with hexadecimal ids in answers and decimal ones in receipts',
  {
    idOf: (made) => (0xabc0_0000_0000_0000n + BigInt(made)).toString(16).toUpperCase(),
    receiptOf: (id, state) => ({
      esm_class: 4,
      short_message: `ID:00${BigInt(`0x${id}`)} STAT:${state.toUpperCase()} ERR:7`,
    }),
  },
  { idForm: 'hex-decimal' },
)

describe('Perl', { skip: !hasPerlSmpp && 'Net::SMPP is missing: apt-get install libnet-smpp-perl' }, () => {
  describeCarrier("smpp, with Perl's Net::SMPP", async (onReceipts) => {
    const smsc = await startPerlSmsc()
    const carrier = open(smsc.port, onReceipts)
    return {
      carrier,
      numbers,
      async arrived(number) {
        // A header has a place at its end, and its own length at its beginning.
        const parts = smsc.submitted(number).map(({ hasHeader, coding, message }) => {
          const headerBytes = hasHeader ? (message[0] as number) + 1 : 0
          const [count = 1, at = 1] = hasHeader ? message.subarray(headerBytes - 2, headerBytes) : []
          return { text: textOf(message.subarray(headerBytes), coding), isLast: at === count }
        })
        const texts = ['']
        for (const { text, isLast } of parts) {
          texts[texts.length - 1] += text
          if (isLast) texts.push('')
        }
        return texts.slice(0, -1)
      },
      async close() {
        await carrier.close()
        await smsc.close()
      },
    }
  })
})
