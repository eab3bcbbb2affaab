import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Audit } from './audit.ts'

const secret = 'Sip-Secret-1'
const answer = (status: number, text: string, headers = {}) => ({ status, headers, text })

function audited(): Audit {
  const audit = new Audit()
  audit.hideSecretOf({ name: 'n', secret })
  return audit
}

test('an honest run passes', () => {
  const audit = audited()
  audit.see('GET /', answer(200, '******'), false)
  audit.see('GET /', answer(501, 'no such service'), false)
  audit.see('GET /', answer(200, secret), true)
  audit.check('{"msg":"request"}\n')
})

test('a fault of the server is found', () => {
  const audit = audited()
  audit.see('GET /', answer(500, ''), false)
  assert.throws(() => audit.check(''), /GET \/ was answered with 500/)
})

for (const [where, seen] of Object.entries({
  body: answer(200, `x${secret}x`),
  header: answer(200, '', { reason: secret }),
})) {
  test(`a secret in a ${where} is found`, () => {
    const audit = audited()
    audit.see('GET /', seen, false)
    assert.throws(() => audit.check(''), /shows the secret Sip-Secret-1/)
  })
}

test('a secret in the log is found', () => {
  assert.throws(
    () => audited().check(`{"msg":"started"}\n{"body":"${secret}"}`),
    /the log shows the secret Sip-Secret-1/,
  )
})
