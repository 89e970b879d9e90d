#!/bin/sh
# Makes the installed system a hypervisor: libvirt on two bridges, reached by ssh keys only. Runs once at the end of the
# installation, and again by hand whenever one likes.
{{> start}}
{{> system}}

# -- The hypervisor.
begin libvirt "libvirt and QEMU"
install_packages libvirt-daemon-system libvirt-clients qemu-system-x86 qemu-utils virtinst ovmf mdadm lvm2
{{#user}}
adduser --quiet '{{user}}' libvirt
{{/user}}
# Machines are on the bridges; libvirt's own network would be a second DHCP server on this host.
rm -f /etc/libvirt/qemu/networks/autostart/default.xml

begin bridges "br0 and br1"
install_packages bridge-utils ifupdown
# The network card that leads out, and the first other one, unless they are named.
cards() { for device in /sys/class/net/*/device; do [ ! -e "$device" ] || basename "$(dirname "$device")"; done; }
first='{{br0-port}}'
second='{{br1-port}}'
if [ "$first" = auto ]; then
    first=$(ip -o -4 route show default 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
    # Run again by hand, the way out is the bridge itself.
    case "$first" in '' | br0) first=$(cards | head -n 1) ;; esac
fi
if [ "$second" = auto ]; then second=$(cards | grep -vx "${first:-none}" | head -n 1 || true); fi
{
    cat <<'END'
# Written by amorce's profile hypervisor.
source /etc/network/interfaces.d/*

auto lo
iface lo inet loopback
END
    for card in $first $second; do printf '\niface %s inet manual\n' "$card"; done
    # The bridge has the card's own hardware address, so that the machine keeps its lease and its name.
    printf '\nauto br0\niface br0 inet dhcp\n    bridge_ports %s\n' "${first:-none}"
    [ -z "$first" ] || printf '    bridge_hw %s\n' "$first"
    printf '    bridge_stp off\n    bridge_fd 0\n'
    printf '\nauto br1\niface br1 inet manual\n    bridge_ports %s\n    bridge_stp off\n    bridge_fd 0\n' "${second:-none}"
} | write /etc/network/interfaces
# Packets between machines on a bridge are no business of this host's firewall.
write /etc/sysctl.d/60-amorce-bridges.conf <<'END'
net.bridge.bridge-nf-call-iptables = 0
net.bridge.bridge-nf-call-ip6tables = 0
net.bridge.bridge-nf-call-arptables = 0
END

begin keys-only "sshd takes keys, and bans who guesses"
write /etc/ssh/sshd_config.d/05-amorce-hypervisor.conf <<'END'
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
END
sshd -t
install_packages fail2ban python3-systemd
write /etc/fail2ban/jail.d/amorce.conf <<'END'
[DEFAULT]
backend = systemd
bantime = 1h
findtime = 10m
maxretry = 5

[sshd]
enabled = true
END
systemctl enable fail2ban.service

begin fstab "mount options"
# As one writes it by hand: no times of reading, and no programs with rights where everybody may write.
awk '
    /^#/ || NF < 6 { print; next }
    $2 == "/" { $4 = "noatime,errors=remount-ro" }
    $2 == "/var" { $4 = "noatime,nodev" }
    $2 == "/tmp" { $4 = "noatime,nodev,nosuid" }
    { printf "%-45s %-10s %-6s %-30s %s %s\n", $1, $2, $3, $4, $5, $6 }' /etc/fstab | write /etc/fstab.new
cat /etc/fstab.new >/etc/fstab
rm /etc/fstab.new

begin second-disk "the other disk starts this machine, too"
# RAID cannot hold the EFI system partition: the second one gets a copy, anew whenever GRUB is installed.
write /usr/local/sbin/amorce-copy-esp 755 <<'END'
#!/bin/sh
# Copies the EFI system partition that is mounted to the others of this machine.
set -eu
own=$(findmnt --noheadings --output SOURCE /boot/efi) || exit 0
[ -n "$own" ] || exit 0
lsblk --noheadings --paths --raw --output NAME,PARTTYPE | while read -r part type; do
    [ "$type" = c12a7328-f81f-11d2-ba4b-00a0c93ec93b ] && [ "$part" != "$own" ] || continue
    copy=$(mktemp -d)
    if mount -t vfat "$part" "$copy"; then
        cp -R /boot/efi/. "$copy/"
        umount "$copy"
    fi
    rmdir "$copy"
done
END
write /etc/apt/apt.conf.d/60amorce-copy-esp <<'END'
DPkg::Post-Invoke { "[ ! -x /usr/local/sbin/amorce-copy-esp ] || /usr/local/sbin/amorce-copy-esp || true"; };
END
[ ! -d /sys/firmware/efi ] || /usr/local/sbin/amorce-copy-esp
{{> end}}
