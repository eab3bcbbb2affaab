import type { Level } from './levels.ts'
import { quoted } from './quote.ts'

/** The script that teaches bash to complete dialbook's command line. Where no word fits, bash offers files. */
export function bashScript(levels: readonly Level[]): string {
  return `# bash completion of dialbook: eval "$(dialbook completion bash)"
_dialbook() {
  local path= word words= i
  local before=\${COMP_WORDS[COMP_CWORD - 1]} begun=\${COMP_WORDS[COMP_CWORD]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "\${path:+$path }$word" in
      ${paths(levels)}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path $before" in
${levels.flatMap(choicesOf).join('\n')}
  esac
  if [[ -z $words ]]; then
    case "$path" in
${levels.map(wordsOf).join('\n')}
    esac
    [[ $begun == -* ]] && words=\${words#*|} || words=\${words%%|*}
  fi
  COMPREPLY=($(compgen -W "$words" -- "$begun"))
}
complete -o default -F _dialbook dialbook
`
}

function paths(levels: readonly Level[]): string {
  return levels
    .filter(({ path }) => path !== '')
    .map(({ path }) => quoted(path))
    .join(' | ')
}

function choicesOf({ path, choices }: Level): string[] {
  return [...choices].map(
    ([option, values]) => `    ${quoted(`${path} ${option}`)}) words=${quoted(values.join(' '))} ;;`,
  )
}

function wordsOf({ path, commands, options }: Level): string {
  const [names, flags] = [commands, options].map((words) => words.map(({ text }) => text).join(' '))
  return `      ${quoted(path)}) words=${quoted(`${names}|${flags}`)} ;;`
}
