#!/bin/sh
# Makes the installed system a static web front end behind nginx. Runs once at the end of the installation, and again
# by hand whenever one likes.
{{> start}}
{{> system}}

# -- The web front end.
site=/srv/ui
archive='{{ui-archive-url}}'
checksum='{{ui-archive-sha256}}'

begin ui-packages "nginx"
install_packages nginx-light

begin ui-site "${archive:-the page that comes with it}"
fresh=$(mktemp -d "$site.XXXXXX")
if [ -n "$archive" ]; then
    download=$(mktemp)
    # What this server has is fetched directly, all else through the proxy if there is one.
    curl --silent --show-error --fail --location --retry 3 --max-time 600 --output "$download" "$archive"
    [ -z "$checksum" ] || echo "$checksum  $download" | sha256sum --check --quiet
    tar --extract --gzip --no-same-owner --no-same-permissions --file "$download" --directory "$fresh"
    rm "$download"
    if [ ! -e "$fresh/index.html" ]; then
        # The archive holds one folder, as those of releases do.
        folder=$(find "$fresh" -mindepth 1 -maxdepth 1 -type d)
        [ -e "$folder/index.html" ] || { echo "there is no index.html in $archive"; exit 1; }
        mv "$folder" "$fresh.inner"
        rm -r "$fresh"
        fresh=$fresh.inner
    fi
else
    write "$fresh/index.html" <<'END'
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{machine.name}}</title>
<link rel="stylesheet" href="style.css">
<h1>{{machine.name}}</h1>
<p>This web front end is installed. Set <code>ui-archive-url</code> to put a site in its place.</p>
{{#api-url}}
<p>Its API answers below <a href="/api/">/api/</a>.</p>
{{/api-url}}
END
    write "$fresh/style.css" <<'END'
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
END
fi
chmod -R u=rwX,go=rX "$fresh"
rm -rf "$site.old"
[ ! -e "$site" ] || mv "$site" "$site.old"
mv "$fresh" "$site"
rm -rf "$site.old"

begin ui-server "nginx on port {{ui-port}}"
write /etc/nginx/snippets/ui-headers.conf <<'END'
add_header X-Content-Type-Options nosniff always;
add_header X-Frame-Options SAMEORIGIN always;
add_header Referrer-Policy strict-origin-when-cross-origin always;
add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;
{{#ui-content-security-policy}}
add_header Content-Security-Policy "{{ui-content-security-policy}}" always;
{{/ui-content-security-policy}}
END
write /etc/nginx/sites-available/ui <<'END'
server {
    listen {{ui-port}} default_server;
    listen [::]:{{ui-port}} default_server;
    server_name {{machine.fqdn}} _;
    server_tokens off;
    root /srv/ui;
    index index.html;
    charset utf-8;
    include snippets/ui-headers.conf;

    gzip on;
    gzip_vary on;
    gzip_comp_level 5;
    gzip_min_length 512;
    gzip_proxied any;
    gzip_types text/css text/plain text/javascript application/javascript application/json application/manifest+json image/svg+xml font/ttf;

    location = /health {
        access_log off;
        default_type text/plain;
        return 200 "ok\n";
    }
{{#api-url}}

    location ^~ /api/ {
        # By a variable, so that nginx starts even while the API's name is not known yet; its answers keep their own headers.
        set $api '{{api-url}}';
        rewrite ^/api(/.*)$ $1 break;
        proxy_pass $api;
        proxy_http_version 1.1;
        proxy_set_header Host $proxy_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Host $host;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_connect_timeout 5s;
        proxy_read_timeout 120s;
    }
{{/api-url}}

    # Files whose name holds a checksum never change.
    location ~* "[.-][0-9a-f]{8,}\.(?:css|js|mjs|png|jpg|svg|webp|woff2)$" {
        include snippets/ui-headers.conf;
        add_header Cache-Control "public, max-age=31536000, immutable" always;
        try_files $uri =404;
    }

    location ~ /\. {
        deny all;
    }

    # A front end that routes in the browser gets its page for every address that is not a file.
    location / {
        include snippets/ui-headers.conf;
        add_header Cache-Control "no-cache" always;
        try_files $uri $uri/ /index.html;
    }
}
END
rm -f /etc/nginx/sites-enabled/default
ln -sf ../sites-available/ui /etc/nginx/sites-enabled/ui
{{#api-url}}
# The name servers that nginx asks for the API's name; they are DHCP's, so they are looked up at each start.
write /usr/local/sbin/ui-resolver 755 <<'END'
#!/bin/sh
servers=$(awk '$1 == "nameserver" { print ($2 ~ /:/ ? "[" $2 "]" : $2) }' /etc/resolv.conf 2>/dev/null | tr '\n' ' ')
[ -z "$servers" ] || echo "resolver ${servers}valid=60s;" >/etc/nginx/conf.d/ui-resolver.conf
END
write /etc/systemd/system/nginx.service.d/ui.conf <<'END'
[Unit]
After=network-online.target
Wants=network-online.target

[Service]
ExecStartPre=
ExecStartPre=/usr/local/sbin/ui-resolver
ExecStartPre=/usr/sbin/nginx -t -q -g 'daemon on; master_process on;'
Restart=on-failure
RestartSec=5
END
/usr/local/sbin/ui-resolver
{{/api-url}}
{{^api-url}}
write /etc/systemd/system/nginx.service.d/ui.conf <<'END'
[Service]
Restart=on-failure
RestartSec=5
END
{{/api-url}}
nginx -t
systemctl enable nginx.service

begin ui-check "nginx is started and asked for its page"
answer() { curl --noproxy '*' --silent --show-error --fail --max-time 10 "http://localhost:{{ui-port}}$1"; }
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl restart nginx.service
else
    # The installer runs no systemd: nginx is started for a moment as its unit would.
    nginx </dev/null
fi
if answer / >/dev/null && [ "$(answer /health)" = ok ]; then answers=yes; else answers=no; fi
[ -d /run/systemd/system ] || nginx -s quit
[ "$answers" = yes ]
{{> end}}
