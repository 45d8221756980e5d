#!/bin/sh
# After the package is installed: the user, and the units known. Nothing is started unasked.
set -e
if command -v systemd-sysusers >/dev/null; then
	systemd-sysusers baotinh.conf
fi
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
fi
