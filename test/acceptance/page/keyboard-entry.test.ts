import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { startFilled } from '../support/filled-page.ts'
import { addPerson, pagePaths, password } from '../support/page.ts'

test('each page is entered by the keyboard: a skip link that is seen, a focus that is seen, and / to the search', {
  skip: withoutBrowser,
}, async (t) => {
  const { server, line } = await startFilled('Customers')
  t.after(async () => {
    await line.remove()
    await server.stop()
  })
  await addPerson(server, 'Mina', '--role', 'owner')
  const browser = await startBrowser()
  t.after(() => browser.close())
  const page = await browser.newPage({ locale: 'en-GB' })
  await page.goto(`${server.origin}/book/sign-in`)
  await page.keyboard.press('Tab')
  await page.keyboard.type('Mina')
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/book/')
  const focused = page.locator(':focus')
  for (const path of pagePaths) {
    await page.goto(server.origin + path)
    await page.keyboard.press('Tab')
    assert.equal(await focused.textContent(), 'Skip to the content', path)
    const box = await focused.boundingBox()
    assert.ok(box && box.x >= 0 && box.y >= 0, `the skip link of ${path} is not seen`)
    await page.keyboard.press('Enter')
    assert.equal(await focused.getAttribute('id'), 'content', path)
    await page.keyboard.press('Tab')
    if ((await focused.count()) > 0) {
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
      assert.equal(outline, 'solid', `${path}: ${await focused.textContent()}`)
    }
    await page.keyboard.press('Escape')
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('/')
    assert.equal(await focused.getAttribute('id'), 'find', path)
  }
})
