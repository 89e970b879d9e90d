
apt-get clean
step=end
printf '\n== done\n'
