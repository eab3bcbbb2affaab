#!/usr/bin/env bash
# Fetches a runnable Asterisk 22 into DIR: Debian's own build with its own libraries, apart from those of the host.
# Needs no root and changes nothing but DIR and the cache. Does nothing when DIR has an Asterisk that runs.
set -euo pipefail

mirror=${DIALBOOK_ASTERISK_MIRROR:-} newest='' to=''
usage() {
  echo "usage: scripts/get-asterisk.sh DIR [--mirror URL] [--newest]" >&2
  echo "  --mirror URL  a mirror of Debian (default: \$DIALBOOK_ASTERISK_MIRROR, or the one of this machine's apt)" >&2
  echo "  --newest      the newest packages, and not those that dialbook was tried with" >&2
  echo "  DIALBOOK_ASTERISK_CACHE  where the packages are kept (default: ~/.cache/dialbook/asterisk)" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --mirror) [ $# -gt 1 ] || usage; mirror=$2; shift ;;
    --newest) newest=yes ;;
    -*) usage ;;
    *) [ -z "$to" ] || usage; to=$1 ;;
  esac
  shift
done
[ -n "$to" ] || usage
say() { echo "get-asterisk: $*"; }
fail() { echo "get-asterisk: $*" >&2; exit 1; }

mkdir -p "$to"
dir=$(cd "$to" && pwd)
if [ -x "$dir/bin/asterisk" ] && version=$("$dir/bin/asterisk" -V 2>/dev/null); then
  say "$dir has $version already"
  exit 0
fi

for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || fail "$tool is missing: this works on Debian and its kin; elsewhere install Asterisk 22 yourself (docs/operations.md)"
done
arch=$(dpkg --print-architecture)
case $arch in
  amd64) triplet=x86_64-linux-gnu loader=ld-linux-x86-64.so.2 ;;
  arm64) triplet=aarch64-linux-gnu loader=ld-linux-aarch64.so.1 ;;
  *) fail "$arch is not supported, only amd64 and arm64: install Asterisk 22 yourself (docs/operations.md)" ;;
esac

# Debian 12 and 13 have no Asterisk; forky has Asterisk 22.
suite=forky
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
wanted=(asterisk asterisk-core-sounds-en-gsm)
# Packages of the closure that no module loaded by dialbook needs. A package that is not named here stays.
useless='^(perl|libperl|gnupg|gpg|dirmngr|pinentry|libgpg|libassuan|libksba|libnpth|libgcrypt|libicu|libical|libcodec2'
useless+='|libsnmp|libsensors|libjack|libasound|libportaudio|libspandsp|libtiff|libjpeg|libwebp|libsharpyuv|liblerc|libjbig'
useless+='|libdeflate|libglib|libgmime|libmount|libblkid|libselinux|liblua|libgnutls|libnettle|libhogweed|libp11|libtasn1'
useless+='|libgmp|libneon|libntlm|libreadline|readline|debconf|libdebconf|adduser|passwd|base-passwd|login|libpam|libaudit'
useless+='|libcap-ng|libsemanage|libsepol|libdb5|libgdbm|libpci|pci|libnl|libiksemel|libjwt|libsybdb|freetds|libodbc|libltdl'
useless+='|libradcli|libopencore|libvo-|libcurl|libngtcp|libnghttp|libpsl|libssh|tzdata|asterisk-config|libsamplerate|libffi'
useless+='|libb64|libvorbis|libogg|libpcre|libunbound|libevent|gcc-|libc-gconv)'

cache=${DIALBOOK_ASTERISK_CACHE:-${HOME:?set HOME or DIALBOOK_ASTERISK_CACHE}/.cache/dialbook/asterisk}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
# The names and checksums of one complete set of packages. The suite moves on; a set in the cache stays as it is.
set=$cache/$suite-$arch.sha256
# The set that dialbook was tried with, so that two machines run the same Asterisk.
tried=$(cd "$(dirname "$0")" && pwd)/asterisk-$arch.sha256
is_whole() { [ -s "$1" ] && (cd "$cache" && sha256sum --check --status "$1" 2>/dev/null); }

if [ -z "$newest" ] && is_whole "$tried"; then
  set=$tried
  say "taking $(wc -l <"$set") packages from $cache"
elif [ -z "$newest" ] && is_whole "$set"; then
  say "taking $(wc -l <"$set") packages from $cache (remove it to fetch newer ones)"
else
  if [ -z "$mirror" ]; then
    # The mirror of this machine's own Debian: the first that has a whole Debian, and no security updates only.
    eval "$(apt-config shell etc Dir::Etc/d)"
    mirror=$(cat "$etc"/sources.list "$etc"/sources.list.d/*.{list,sources} 2>/dev/null |
      sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\).*/\2/p' | tr ' ' '\n' | grep -m 1 -E '/debian/?$' || true)
    [ -n "$mirror" ] || fail "apt knows no mirror of Debian here: name one by --mirror"
  fi
  [ -r "$keyring" ] || fail "$keyring is missing: install the package debian-archive-keyring"
  private=$(mktemp -d)
  trap 'rm -rf "$private"' EXIT
  mkdir -p "$private"/etc/{parts,sources,preferences,trusted} "$private/state/lists/partial" "$private/cache/archives/partial"
  : >"$private/state/status"
  echo "deb [arch=$arch signed-by=$keyring] $mirror $suite main" >"$private/etc/sources.list"
  # The signature of the index is checked. Its date is not: the clock of this machine may be ahead.
  cat >"$private/apt.conf" <<CONF
Dir::Etc "$private/etc"; Dir::Etc::main "none"; Dir::Etc::parts "parts"; Dir::Etc::sourcelist "sources.list";
Dir::Etc::sourceparts "sources"; Dir::Etc::preferencesparts "preferences"; Dir::Etc::trustedparts "trusted";
Dir::State "$private/state"; Dir::State::status "$private/state/status"; Dir::Cache "$private/cache";
APT::Architecture "$arch"; APT::Architectures "$arch"; APT::Install-Recommends "false"; APT::Sandbox::User "";
Acquire::Check-Valid-Until "false"; Acquire::Languages "none"; Acquire::Retries "3";
CONF
  export APT_CONFIG=$private/apt.conf
  say "reading the index of Debian $suite ($arch)"
  apt-get update -qq
  mkdir "$private/debs"
  # NAME=VERSION of each: a colon of a version is %3a in the name of its file.
  mapfile -t packages < <([ -n "$newest" ] || sed 's/.*\.\///; s/_[^_]*$//; s/_/=/; s/%3a/:/' "$tried" 2>/dev/null)
  if [ "${#packages[@]}" -gt 0 ] && say "fetching ${#packages[@]} packages into $cache" &&
    (cd "$private/debs" && apt-get download -qq "${packages[@]}" 2>/dev/null && sha256sum --check --status "$tried"); then
    cp "$tried" "$private/set"
  else
    [ -n "$newest" ] || say "the mirror does not have the packages that this dialbook was tried with: taking the newest ones"
    rm -f "$private"/debs/*
    apt-get install -qq --yes --print-uris "${wanted[@]}" >"$private/closure" ||
      fail "$mirror has no Asterisk for us now: try again when it can be reached, or name another by --mirror"
    mapfile -t packages < <(awk '{ print $2 }' "$private/closure" | sed 's/_.*//' | grep -vE "$useless")
    say "fetching ${#packages[@]} of $(wc -l <"$private/closure") packages into $cache"
    (cd "$private/debs" && apt-get download -qq "${packages[@]}")
    (cd "$private/debs" && sha256sum ./*.deb) >"$private/set"
  fi
  mv "$private"/debs/*.deb "$cache/"
  mv "$private/set" "$set"
fi

# The packages are unpacked in a folder of their own and moved in one step: DIR never holds half an Asterisk.
unpacked=$dir/.unpacked.$$
trap 'rm -rf "$unpacked" "${private:-}"' EXIT
mkdir "$unpacked"
while read -r _ deb; do dpkg-deb -x "$cache/$deb" "$unpacked"; done <"$set"
rm -rf "$unpacked"/usr/share/{doc,man,locale,lintian,bug,info} "$unpacked/etc" "$unpacked/var"
# The English voice: on an installed Debian a script of the package chooses it.
(cd "$unpacked/usr/share/asterisk/sounds" && [ -e en ] || ln -s en_US_f_Allison "$unpacked/usr/share/asterisk/sounds/en")
mkdir "$unpacked/bin"
cat >"$unpacked/bin/asterisk" <<LAUNCHER
#!/bin/sh
# Runs this Asterisk by its own loader with its own libraries.
root=\$(cd "\$(dirname "\$(readlink -f "\$0")")/.." && pwd)
lib=\$root/usr/lib/$triplet
exec "\$lib/$loader" --library-path "\$lib" "\$root/usr/sbin/asterisk" "\$@"
LAUNCHER
chmod 755 "$unpacked/bin/asterisk"
rm -rf "$dir/usr" "$dir/bin"
mv "$unpacked"/usr "$unpacked"/bin "$dir/"

version=$("$dir/bin/asterisk" -V) || fail "what was fetched does not run on this machine"
say "$dir has $version ($(du -sh "$dir" | cut -f1))"
