import type { Level, Word } from './levels.ts'
import { quoted } from './quote.ts'

/** The script that teaches zsh to complete dialbook's command line. Where no word fits, zsh offers files. */
export function zshScript(levels: readonly Level[]): string {
  return `#compdef dialbook
# zsh completion of dialbook: eval "$(dialbook completion zsh)", or this text as _dialbook in a folder of $fpath.
_dialbook() {
  local -a commands options values
  local place= word
  for word in "\${(@)words[2, CURRENT - 1]}"; do
    case "\${place:+$place }$word" in
      ${levels
        .filter(({ path }) => path !== '')
        .map(({ path }) => `(${quoted(path)})`)
        .join(' | ')}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place \${words[CURRENT - 1]}" in
${levels.flatMap(choicesOf).join('\n')}
  esac
  if ((\${#values})); then
    _describe value values
    return
  fi
  case "$place" in
${levels.map(wordsOf).join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    _describe -o option options
  elif ((\${#commands})); then
    _describe command commands
  else
    _files
  fi
}
compdef _dialbook dialbook
`
}

function choicesOf({ path, choices }: Level): string[] {
  return [...choices].map(
    ([option, values]) => `    (${quoted(`${path} ${option}`)}) values=(${values.map(quoted).join(' ')}) ;;`,
  )
}

function wordsOf({ path, commands, options }: Level): string {
  return `    (${quoted(path)}) commands=(${described(commands)}) options=(${described(options)}) ;;`
}

/** The words as `word:description`, in which a colon of either has a backslash before it. */
function described(words: readonly Word[]): string {
  const plain = (text: string) => text.replaceAll('\\', '\\\\').replaceAll(':', '\\:')
  return words.map(({ text, about }) => quoted(`${plain(text)}:${plain(about)}`)).join(' ')
}
