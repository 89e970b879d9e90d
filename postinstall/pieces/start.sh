
# -- Steps and their reports. A step that fails is told with the end of what it printed, and ends the script.
set -eu
umask 022
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Under the installer, packages would put their questions to its debconf and wait for answers.
unset DEBIAN_HAS_FRONTEND DEBCONF_REDIR DEBCONF_OLD_FD_BASE || true
{{#proxy}}
export http_proxy='{{proxy}}' https_proxy='{{proxy}}' no_proxy='localhost,127.0.0.1,{{server.address}}'
{{/proxy}}

step=start

# tell STAGE TEXT: one line to amorce, never through the proxy; an installation does not fail because of it.
tell() {
    command -v curl >/dev/null || return 0
    curl --noproxy '*' --silent --show-error --fail --output /dev/null --max-time 20 --retry 2 \
        --header 'Content-Type: text/plain' --data-raw "$2" "{{build.report}}/$1" || true
}

# begin STEP TEXT: from here on the script is in that step.
begin() {
    step=$1
    printf '\n== %s: %s\n' "$1" "$2"
    tell "$1" "$2"
}

# write FILE [MODE]: standard input becomes the file, at once and with its mode.
write() {
    mkdir -p "${1%/*}"
    temporary=$(mktemp "$1.XXXXXX")
    cat >"$temporary"
    chmod "${2:-644}" "$temporary"
    mv -f "$temporary" "$1"
}

install_packages() {
    apt-get -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 -o Dpkg::Options::=--force-confold \
        install --yes --quiet --no-install-recommends "$@"
}

finished() {
    status=$?
    trap - EXIT
    if [ "$status" != 0 ]; then
        last=
        # Where the output goes to a file, as under the installer, its last line mostly says why.
        if [ -f "/proc/$$/fd/1" ]; then last=$(grep '[^ ]' "/proc/$$/fd/1" | tail -n 1 | cut -c 1-150 || true); fi
        printf '\n== failed in step %s, status %s%s\n' "$step" "$status" "${last:+: $last}"
        tell "$step-failed" "status $status${last:+: $last}"
    fi
    exit "$status"
}
trap finished EXIT
trap 'exit 143' TERM INT HUP
