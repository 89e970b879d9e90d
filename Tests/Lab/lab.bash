# What the lab's scripts share; each of them sources it. Override any variable from the environment.
set -euo pipefail

: "${LAB_BRIDGE:=br0}"                      # the lab's one wire, inside its namespace
: "${LAB_ADDRESS:=10.77.0.1}"               # the daemon's address on it
: "${LAB_SUBNET:=10.77.0.0/24}"
: "${LAB_POOL:=10.77.0.100 - 10.77.0.200}"
: "${LAB_PROBE:=false}"                    # whether the network is asked before an offer: perfdhcp's clients are many
: "${LAB_KEPT:=0}"                          # addresses of the pool for machines that somebody has named
: "${LAB_MODE:=server}"                     # proxy: the daemon leaves the addresses to Tests/Lab/foreign-dhcp
: "${LAB_FOREIGN:=10.77.0.2}"                  # where that is
: "${LAB_ACCELERATOR:=tcg}"                 # kvm where it works: a boot then takes seconds
: "${LAB_MEMORY:=1024}"                     # MB of a VM
: "${LAB_IMAGES=/usr/lib/debian-installer/images/12/amd64/text}" # the TFTP root; empty: images are imported

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

need_root() {
    [ "$(id -u)" = 0 ] || die "network namespaces need root: run it as root"
}

# Ends one process by its id: asks, waits five seconds, insists.
end_process() {
    local pid=$1
    kill "$pid" 2>/dev/null || return 0 # it is gone already
    for _ in {1..50}; do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
}
