#!/bin/sh
# Makes the installed system a node of a Python web API: gunicorn in a virtual environment, as a service that may
# write nowhere. Runs once at the end of the installation, and again by hand whenever one likes.
{{> start}}
{{> system}}

# -- The web API.
home=/opt/api
port='{{api-port}}'
application='{{api-application}}'
health='{{api-health-path}}'

begin api-packages "Python and its virtual environments"
install_packages python3 python3-venv

begin api-account "the account api, which owns nothing"
if ! getent passwd api >/dev/null; then
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin api
fi

begin api-application "{{api-requirements}}"
mkdir -p "$home"
[ -x "$home/venv/bin/python" ] || python3 -m venv "$home/venv"
echo 'gunicorn {{api-requirements}}' | tr ' ' '\n' | write "$home/requirements.txt"
"$home/venv/bin/pip" install --quiet --no-input --disable-pip-version-check --upgrade{{#pip-index-url}} \
    --index-url '{{pip-index-url}}'{{/pip-index-url}}{{#pip-trusted-host}} --trusted-host '{{pip-trusted-host}}'{{/pip-trusted-host}} \
    --requirement "$home/requirements.txt"
if [ "$application" = openfisca ]; then
    write "$home/openfisca_node.py" <<'END'
from openfisca_core.scripts import build_tax_benefit_system
from openfisca_web_api.app import create_app

application = create_app(build_tax_benefit_system("{{api-country-package}}", None, None))
END
    application=openfisca_node:application
fi
"$home/venv/bin/python" -m compileall -q "$home" || true

begin api-service "gunicorn on port $port"
write /etc/api/gunicorn.conf.py <<'END'
import os

bind = os.environ.get("API_BIND", "[::]:{{api-port}}" if os.path.exists("/proc/net/if_inet6") else "0.0.0.0:{{api-port}}")
workers = {{api-workers}}
chdir = "/opt/api"
# The installer's /dev has none.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
preload_app = True
timeout = 120
graceful_timeout = 30
max_requests = 10000
max_requests_jitter = 1000
accesslog = "-"
errorlog = "-"
END
write /usr/local/bin/api-health 755 <<'END'
#!/bin/sh
# Asks the web API whether it answers; tries for as many seconds as the first word says.
seconds=${1:-5}
until curl --noproxy '*' --silent --fail --output /dev/null --max-time 10 "${API_URL:-http://localhost:{{api-port}}}{{api-health-path}}"; do
    seconds=$((seconds - 1))
    [ "$seconds" -gt 0 ] || { echo "the web API does not answer {{api-health-path}}" >&2; exit 1; }
    sleep 1
done
END
write /etc/systemd/system/api.service <<END
[Unit]
Description=Web API
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
User=api
Group=api
EnvironmentFile=-/etc/api/environment
ExecStart=$home/venv/bin/gunicorn --config /etc/api/gunicorn.conf.py $application
ExecReload=/bin/kill -HUP \$MAINPID
TimeoutStartSec=180
Restart=always
RestartSec=5

NoNewPrivileges=yes
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
LockPersonality=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0077
LimitNOFILE=65536

[Install]
WantedBy=multi-user.target
END
write /etc/systemd/system/api-health.service <<'END'
[Unit]
Description=Restart the web API if it does not answer
After=api.service
Requisite=api.service

[Service]
Type=oneshot
ExecStart=/bin/sh -c '/usr/local/bin/api-health 15 || systemctl restart api.service'
END
write /etc/systemd/system/api-health.timer <<'END'
[Unit]
Description=Ask the web API every minute whether it answers

[Timer]
OnBootSec=5min
OnUnitInactiveSec=1min

[Install]
WantedBy=timers.target
END
systemctl enable api.service api-health.timer

begin api-check "the web API is started and asked for $health"
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl restart api.service api-health.timer
    /usr/local/bin/api-health 120
else
    # The installer runs no systemd: gunicorn is started for a moment as its unit would, on a port of its own.
    API_BIND=127.0.0.1:20099 setpriv --reuid=api --regid=api --init-groups --no-new-privs \
        "$home/venv/bin/gunicorn" --config /etc/api/gunicorn.conf.py "$application" </dev/null &
    server=$!
    answers=no
    # A slow machine takes minutes for what a fast one does in two seconds; one that has ended is waited for no longer.
    for _ in $(seq 600); do
        if API_URL=http://127.0.0.1:20099 /usr/local/bin/api-health 1 2>/dev/null; then answers=yes; break; fi
        kill -0 "$server" 2>/dev/null || break
        sleep 1
    done
    kill "$server" 2>/dev/null || true
    status=0
    wait "$server" || status=$?
    if [ "$answers" = no ]; then
        case $status in
        132) echo "the web API met an illegal instruction: its packages want a newer processor, such as the model x86-64-v2 or host-passthrough" ;;
        143) echo "the web API does not answer $health within ten minutes" ;;
        *) echo "the web API ended with status $status before it answered $health" ;;
        esac
        exit 1
    fi
fi
{{> end}}
