import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import { en } from './en.ts'
import { fa } from './fa.ts'
import { languageOf, textsIn } from './texts.ts'

const web = resolve(import.meta.dirname, '..')

/** Texts whose names are put together from a word of the book. */
const byWord =
  /^(verb|role|channel|reason|groups\.order|noun|field|refusal|what|show|phone|extension|say|when|end|way|disposition|day|doubt|step|count|(?:campaign|message|bulk|delivery)\.state|campaigns|bulks|programs|wall|time|requests\.problem|imports\.(?:mode|count))\.|^page\.(?:yes|no)$/

describe('the texts', () => {
  it('are the same in every language, with the same values in them', () => {
    assert.deepEqual(Object.keys(fa), Object.keys(en))
    const valuesOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].sort()
    for (const [key, text] of Object.entries(en)) {
      assert.deepEqual(valuesOf(fa[key as keyof typeof en]), valuesOf(text), key)
      for (const each of [text, fa[key as keyof typeof en]]) assert.ok(new IntlMessageFormat(each, 'en').getAst(), key)
    }
  })

  it('are all used', () => {
    const files = globSync('**/*.ts', { cwd: web }).filter(
      (file) => !/texts\/(?:(?:en|fa)(?:\/\w+)?|texts\.test)\.ts$/.test(file),
    )
    const code = files.map((file) => readFileSync(join(web, file), 'utf8')).join('\n')
    assert.deepEqual(
      Object.keys(en).filter((key) => !byWord.test(key) && !code.includes(`'${key}'`)),
      [],
    )
  })

  it('show numbers and moments as the language writes them', () => {
    assert.equal(textsIn.fa.t('group.count', { count: 12 }), '۱۲ شماره')
    assert.equal(textsIn.en.t('group.count', { count: 1 }), '1 number')
    assert.deepEqual([0, 65, 3723].map(textsIn.en.duration), ['0:00', '1:05', '1:02:03'])
    assert.equal(textsIn.fa.duration(330), '۵:۳۰')
    assert.match(textsIn.fa.moment(Date.UTC(2026, 2, 21, 12), 'Asia/Tehran'), /۱ فروردین ۱۴۰۵/)
    assert.match(textsIn.en.moment(Date.UTC(2026, 2, 21, 12), 'Asia/Tehran'), /21 Mar 2026.* 15:30/)
  })

  it('follow the choice, then the browser', () => {
    assert.equal(languageOf('fa', 'en-GB'), 'fa')
    assert.equal(languageOf('xx', 'de, fa-IR;q=0.8, en;q=0.5'), 'fa')
    assert.equal(languageOf(undefined, undefined), 'en')
  })
})
