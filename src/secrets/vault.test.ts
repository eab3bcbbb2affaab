import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { openVault } from './vault.ts'

describe('openVault', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'dialbook-vault-'))
  const file = join(dataDir, 'secret.key')
  after(() => rm(dataDir, { recursive: true }))
  const vault = openVault({ dataDir, realm: 'dialbook' })

  it('opens what it sealed, also after a restart, and seals nothing twice alike', () => {
    for (const secret of ['x', 'pass:word', 'رمز 🔑', 'a'.repeat(128)]) {
      const sealed = vault.seal(secret)
      assert.ok(!sealed.includes(secret) || secret === 'x')
      assert.notEqual(sealed, vault.seal(secret))
      assert.equal(openVault({ dataDir, realm: 'other' }).open(sealed), secret)
    }
  })

  it('keeps its key from everybody else', async () => {
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.match(await readFile(file, 'utf8'), /^[0-9a-f]{64}\n$/)
  })

  it('makes the digest that SIP asks for', () => {
    // RFC 2617 §3.5 has the user Mufasa, this realm and this password. The HA1 of that example is well known.
    const rfc = openVault({ dataDir, realm: 'testrealm@host.com' })
    assert.equal(rfc.digest('Mufasa', 'Circle Of Life'), '939e7578ed9e3c518a452acee763bce9')
  })

  it('says so when what it opens was changed, or sealed with another key', async () => {
    const sealed = vault.seal('secret')
    const bytes = Buffer.from(sealed, 'base64')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    assert.throws(() => vault.open(bytes.toString('base64')), /is not the key with which/)
    await writeFile(file, `${'0'.repeat(64)}\n`)
    assert.throws(() => openVault({ dataDir, realm: 'dialbook' }).open(sealed), /is not the key with which/)
  })

  it('refuses a damaged key file', async () => {
    await writeFile(file, 'abc')
    assert.throws(() => openVault({ dataDir, realm: 'dialbook' }), /is damaged/)
  })
})
