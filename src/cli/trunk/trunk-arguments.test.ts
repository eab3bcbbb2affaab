import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import {
  readDefaultNumber,
  readHost,
  readName,
  readPassword,
  readPort,
  readPrivacyPrefix,
  readUsername,
} from './trunk-arguments.ts'

const arguments_ = {
  name: [
    readName,
    ['a', 'provider-2_b', 'NasimTrunk', 'a'.repeat(40)],
    ['', '500', '2a', '-A', 'a b', 'a]\n[b', 'a'.repeat(41)],
  ],
  host: [readHost, ['sip.example', '192.0.2.1', '::1', 'x'], ['', 'sip example', 'a;b', '-a', 'a.', 'a\nb', '[::1]']],
  port: [readPort, ['1', '5060', '65535'], ['', '0', '65536', '-1', '5060x', '1e3']],
  username: [readUsername, ['u', '+4930', 'a.b@c-d_e'], ['', 'a b', 'a;b', 'a\nb', '"a"', 'a'.repeat(65)]],
  defaultNumber: [readDefaultNumber, ['02191001234', '+982191001234'], ['', 'x', '0912,5']],
  privacyPrefix: [readPrivacyPrefix, ['*67', '*1'], ['', '67', '*', '*8', '*43', '*431', '*123456', '**1']],
} as const

describe('what a trunk is given', () => {
  for (const [what, [read, right, wrong]] of Object.entries(arguments_)) {
    it(`${what} is what the PBX can use`, () => {
      for (const text of right) assert.equal(String(read(text)), text)
      for (const text of wrong) assert.throws(() => read(text), /It must be/, JSON.stringify(text))
    })
  }

  it('the password is the first line of a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dialbook-trunk-'))
    const file = join(folder, 'password')
    const edge = { input: () => assert.fail('there is a file') }
    const written = async (text: string) => {
      await writeFile(file, text)
      return readPassword(edge, file)
    }
    assert.equal(await written('p;w"\r\nnot this'), 'p;w"')
    for (const wrong of ['', '\np', 'a b', 'pässword', 'a'.repeat(129)]) {
      await assert.rejects(written(wrong), /must hold 1 to 128 visible ASCII characters/)
    }
    await rm(folder, { recursive: true })
    await assert.rejects(readPassword(edge, file), /cannot read .*ENOENT/)
    assert.equal(await readPassword({ input: async () => 'piped\n' }, '-'), 'piped')
  })
})
