import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserOf } from './browser-of.ts'

const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test('a browser is called by its name, its version and its system', () => {
  const names = {
    [`Mozilla/5.0 (X11; Linux x86_64) ${webKit} HeadlessChrome/156.0.0.0 Safari/537.36`]: 'Chrome 156, Linux',
    [`Mozilla/5.0 (Linux; Android 10; K) ${webKit} Chrome/140.0.0.0 Mobile Safari/537.36`]: 'Chrome 140, Android',
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`]:
      'Edge 140, Windows',
    [`Mozilla/5.0 (Windows NT 10.0) ${webKit} Chrome/140.0.0.0 Safari/537.36 OPR/120.0`]: 'Opera 120, Windows',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0': 'Firefox 145, macOS',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1':
      'Safari 26, iOS',
    'Firefox/9': 'Firefox 9',
  }
  for (const [agent, name] of Object.entries(names)) assert.equal(browserOf(agent), name)
})

test('another program is called as it calls itself', () => {
  for (const agent of ['curl/8.5.0', '']) assert.equal(browserOf(agent), agent)
})
