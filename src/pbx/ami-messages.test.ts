import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AmiParser, fromMessage } from './ami-messages.ts'

const stream =
  'Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: Authentication accepted\r\n\r\n' +
  'Event: Cdr\r\nCallerID: "a: b" <500>\r\nUserField: \r\n\r\n'
const messages = [
  { Response: 'Success', Message: 'Authentication accepted' },
  { Event: 'Cdr', CallerID: '"a: b" <500>', UserField: '' },
]

describe('AmiParser', () => {
  it('reads messages, wherever the stream is cut', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      const parser = new AmiParser()
      assert.deepEqual([...parser.push(stream.slice(0, cut)), ...parser.push(stream.slice(cut))], messages)
    }
  })

  it('takes no message without an end', () => {
    const parser = new AmiParser()
    assert.throws(() => parser.push('x'.repeat(2 * 1024 * 1024)), /does not end/)
  })
})

describe('fromMessage', () => {
  it('lets no value begin another header', () => {
    assert.equal(
      fromMessage({ Action: 'Ping', ActionID: '1\r\nAction: Command' }),
      'Action: Ping\r\nActionID: 1  Action: Command\r\n\r\n',
    )
  })
})
