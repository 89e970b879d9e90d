#!/bin/sh
# Makes the installed system a plain machine: ssh, accounts, time, upgrades. Runs once at the end of the installation, and
# again by hand whenever one likes.
{{> start}}
{{> system}}
{{> end}}
