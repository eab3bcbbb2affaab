// The keys of the page, and its parts that change by themselves. Everything works without this file.
document.addEventListener('keydown', (event) => {
  const at = event.target
  const isWriting = at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))
  if (event.key !== '/' || isWriting || event.ctrlKey || event.metaKey || event.altKey) return
  const find = document.getElementById('find')
  if (!find) return
  event.preventDefault()
  find.focus()
  find.select()
})

// Forms of a part have no token of their own, since all who watch get the same: it is that of the page.
const token = document.querySelector('input[name=token]')?.value ?? ''

function show(part, text) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null
  const place = focused && [...part.querySelectorAll('a, button, input, select, [tabindex]')].indexOf(focused)
  const scrolled = [...part.querySelectorAll('.sheet')].map((each) => each.scrollLeft)
  part.innerHTML = text
  for (const each of part.querySelectorAll('input[name=token]')) each.value = token
  part.querySelectorAll('.sheet').forEach((each, index) => {
    each.scrollLeft = scrolled[index] ?? 0
  })
  if (focused) part.querySelectorAll('a, button, input, select, [tabindex]')[place]?.focus()
}

function follow(part) {
  const source = new EventSource(part.dataset.live)
  source.addEventListener('part', ({ data }) => show(part, data))
  source.addEventListener('gone', () => {
    source.close()
    location.reload()
  })
  return source
}

// A browser has few connections to a server: pages that nobody sees hold none.
let sources = []
function followWhatIsSeen() {
  for (const each of sources) each.close()
  sources = document.hidden ? [] : [...document.querySelectorAll('[data-live]')].map(follow)
}
document.addEventListener('visibilitychange', followWhatIsSeen)
window.addEventListener('pagehide', () => {
  for (const each of sources.splice(0)) each.close()
})
window.addEventListener('pageshow', ({ persisted }) => persisted && followWhatIsSeen())
followWhatIsSeen()
