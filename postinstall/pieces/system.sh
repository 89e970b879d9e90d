
# -- What every machine has.
apt-get -o Acquire::Retries=3 update --quiet
install_packages ca-certificates curl

begin identity "{{machine.fqdn}}, {{machine.mac}}"
[ "$(cat /etc/hostname 2>/dev/null)" = '{{machine.name}}' ] || echo '{{machine.name}}' | write /etc/hostname
# As the installer writes it: the name answers even while no name server does.
if ! grep -Eq '^[^#]+[[:space:]]{{machine.name}}([[:space:]]|$)' /etc/hosts; then
    { cat /etc/hosts 2>/dev/null || true; printf '127.0.1.1\t%s\n' '{{machine.fqdn}} {{machine.name}}'; } | write /etc/hosts.new
    cat /etc/hosts.new >/etc/hosts
    rm /etc/hosts.new
fi

begin system "ssh, time, upgrades, journal"
install_packages openssh-server unattended-upgrades logrotate{{#packages}} {{packages}}{{/packages}}
if ! dpkg-query --show --showformat '${db:Status-Status}\n' chrony ntpsec openntpd systemd-timesyncd 2>/dev/null | grep -qx installed; then
    install_packages systemd-timesyncd
fi
{{#ntp-server}}
write /etc/systemd/timesyncd.conf.d/amorce.conf <<'END'
[Time]
NTP={{ntp-server}}
END
{{/ntp-server}}
# The DMI says so in the installer too, where systemd does not run.
case "$(cat /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/product_name 2>/dev/null || true)" in
    *QEMU* | *KVM*) install_packages qemu-guest-agent ;;
esac

write /etc/apt/apt.conf.d/52amorce-upgrades <<'END'
// Security updates by themselves, every day; a restart stays a person's decision.
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
APT::Periodic::AutocleanInterval "7";
Unattended-Upgrade::Automatic-Reboot "false";
Unattended-Upgrade::Remove-Unused-Kernel-Packages "true";
END
write /etc/systemd/journald.conf.d/amorce.conf <<'END'
[Journal]
Storage=persistent
SystemMaxUse=500M
MaxRetentionSec=3month
END
mkdir -p /var/log/journal

begin access "ssh keys and sshd"
mkdir -p /run/sshd
{{#ssh-authorized-keys}}
account='{{user}}'
account=${account:-root}
home=$(getent passwd "$account" | cut -d: -f6)
[ -n "$home" ] || { echo "there is no account $account for the ssh keys"; exit 1; }
install -d -m 700 -o "$account" -g "$(id -g "$account")" "$home/.ssh"
write "$home/.ssh/authorized_keys" 600 <<'END'
{{ssh-authorized-keys}}
END
chown "$account:$(id -g "$account")" "$home/.ssh/authorized_keys"
write /etc/ssh/sshd_config.d/10-amorce.conf <<'END'
# Keys were given, so passwords do not open this machine from outside.
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
X11Forwarding no
MaxAuthTries 4
LoginGraceTime 30
END
{{/ssh-authorized-keys}}
{{^ssh-authorized-keys}}
rm -f /etc/ssh/sshd_config.d/10-amorce.conf
{{/ssh-authorized-keys}}
sshd -t
systemctl enable ssh.service
[ ! -d /run/systemd/system ] || systemctl reload ssh.service
{{#user}}
{{^secret.user-password-hash}}
# An account without a password cannot give one to sudo.
if command -v visudo >/dev/null; then
    echo '{{user}} ALL=(ALL:ALL) NOPASSWD: ALL' | write /etc/sudoers.d/amorce 440
    visudo --check --quiet
fi
{{/secret.user-password-hash}}
{{/user}}
