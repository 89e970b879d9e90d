
apt-get clean
step=done
printf '\n== done\n'
