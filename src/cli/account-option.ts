import { Option } from 'commander'

/** `--account`, for what belongs to an account: read by `chooseAccount`. */
export function accountOption(): Option {
  return new Option('--account <name>', 'Whose it is (default: the only account, or the one named default).')
}
