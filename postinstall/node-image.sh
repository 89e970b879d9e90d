#!/bin/sh
# Makes the installed system a template: what is special to one machine is taken out, and a clone takes its own name from
# amorce when it starts. Runs once at the end of the installation, and again by hand whenever one likes.
{{> start}}
{{> system}}

# -- What a clone does when it starts for the first time.
begin first-boot "the name comes from {{server.url}}/machine"
write /usr/local/sbin/amorce-first-boot 755 <<'END'
#!/bin/sh
# Gives a clone the name that amorce knows its MAC address by. It does nothing on a machine that has its name already.
set -eu
url=${AMORCE_URL:-{{server.url}}/machine}
state=/var/lib/amorce/named

# The network card that leads out, else the first one.
card() {
    ip -o -4 route show default 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1 | grep . && return
    for device in /sys/class/net/*/device; do basename "$(dirname "$device")"; done | head -n 1
}
mac=${AMORCE_MAC:-$(cat "/sys/class/net/$(card)/address")}
[ "$(cat "$state" 2>/dev/null || true)" != "$mac" ] || exit 0

answer=$(curl --noproxy '*' --silent --show-error --fail --retry 10 --retry-connrefused --max-time 30 "$url")
# Nothing but letters, digits, hyphens and dots is a name.
field() { printf '%s\n' "$answer" | sed -n "s/^$1=\([A-Za-z0-9.-]*\)\$/\1/p"; }
name=$(field name)
fqdn=$(field fqdn)
[ -n "$name" ] && [ -n "$fqdn" ] || { echo "amorce says no name: $answer" >&2; exit 1; }

echo "$name" >/etc/hostname
[ ! -d /run/systemd/system ] || hostname "$name"
if grep -q '^127\.0\.1\.1[[:space:]]' /etc/hosts; then
    sed -i "s/^127\.0\.1\.1[[:space:]].*/127.0.1.1\t$fqdn $name/" /etc/hosts
else
    printf '127.0.1.1\t%s %s\n' "$fqdn" "$name" >>/etc/hosts
fi
echo "$fqdn" >/etc/mailname
if command -v postconf >/dev/null; then
    postconf -e "myhostname = $fqdn" "mydestination = \$myhostname, $fqdn, $name, localhost"
    [ ! -d /run/systemd/system ] || systemctl try-reload-or-restart postfix.service
fi
# Two machines with one key would be one machine to whoever checks it.
rm -f /etc/ssh/ssh_host_*
ssh-keygen -q -A
[ ! -d /run/systemd/system ] || systemctl try-restart ssh.service
mkdir -p "${state%/*}"
echo "$mac" >"$state"
END
write /etc/systemd/system/amorce-first-boot.service <<'END'
[Unit]
Description=Take this machine's name from amorce
Wants=network-online.target
After=network-online.target ssh.service postfix.service

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/amorce-first-boot
Restart=on-failure
RestartSec=30

[Install]
WantedBy=multi-user.target
END
systemctl enable amorce-first-boot.service

begin template "what is special to this machine is taken out"
rm -f /var/lib/amorce/named
if [ ! -d /run/systemd/system ]; then
    # An empty one is made anew at the next start; so are a DHCP client's own identity and its leases.
    : >/etc/machine-id
    rm -f /var/lib/dbus/machine-id /var/lib/dhcpcd/duid /var/lib/dhcp/dhclient*.leases
fi
{{> end}}
