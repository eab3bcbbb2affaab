// The keys of the page. Everything works without this file.
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
