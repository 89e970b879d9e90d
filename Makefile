# What one does with this project. `make` alone says what there is.
SWIFT ?= swift
FIRMWARE ?= bios

BUILD_PACKAGES := pkg-config g++ libcurl4-openssl-dev libexpat1-dev libkainjow-mustache-dev libldns-dev libmicrohttpd-dev libsqlite3-dev libyaml-dev
LAB_PACKAGES := bind9 bind9-dnsutils debian-installer-12-netboot-amd64 ipxe-qemu iproute2 ovmf procps qemu-system-x86 seabios socat
TEST_PACKAGES := $(LAB_PACKAGES) ansible-core atftp busybox-static cpio curl debootstrap dnsmasq-base dosfstools faketime fdisk fish gpg gpg-agent haproxy ipxe isc-dhcp-client isc-dhcp-relay \
	isc-dhcp-server kea-admin knot mtools nsd python3 shellcheck sqlite3 syslinux syslinux-common tcpdump tftp-hpa udhcpc zsh

FIRMWARE_PACKAGES := $(LAB_PACKAGES) dnsmasq-base ipxe qemu-efi-aarch64 qemu-system-arm

SOURCES := Sources Tests Package.swift
SCRIPTS := .ci/run Tests/Benchmarks/boot/run Tests/Benchmarks/dhcp/run Tests/Benchmarks/dns/run Tests/Benchmarks/exchange/run \
	Tests/Benchmarks/http/run Tests/Benchmarks/tftp/run \
	Tests/Fuzz/run Tests/Lab/configuration Tests/Lab/demo \
	Tests/Lab/firmware-matrix Tests/Lab/foreign-dhcp Tests/Lab/lease-script Tests/Lab/net Tests/Lab/postinstall-in-chroot Tests/Lab/require Tests/Lab/stand-in Tests/Lab/vm packaging/installer-questions
BUILD := $(SWIFT) build --explicit-target-dependency-import-check error
TEST := $(SWIFT) test --disable-xctest --skip-build

.DEFAULT_GOAL := help
.PHONY: boot-storm exchange-benchmark tftp-load help demo man firmware-matrix test check build release format lint bench bench-boot bench-dhcp bench-dns bench-exchange bench-http bench-tftp fuzz clean deps-build deps-test deps-demo

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

demo: deps-demo ## boot a real VM into its own preseed file (FIRMWARE=bios, uefi, …: Tests/Lab/vm; KEEP=1 keeps the files)
	@FIRMWARE=$(FIRMWARE) SWIFT=$(SWIFT) Tests/Lab/demo

test: deps-test ## every test; those that need network namespaces and VMs need root
	$(BUILD) --build-tests
	$(TEST)

check: lint ## what to run before a commit: lint, a build without warnings, the tests that take seconds
	$(BUILD) --build-tests
	$(TEST) --skip InteropTests --skip NetworkTests

build: deps-build ## the program, for debugging: .build/debug/amorce
	$(BUILD) --product amorce

release: deps-build ## the program, for use: .build/release/amorce
	$(BUILD) --configuration release --static-swift-stdlib --product amorce

format: ## lay out the Swift sources as the house does
	$(SWIFT) format --in-place --recursive $(SOURCES)

lint: ## look over the Swift sources and the scripts
	$(SWIFT) format lint --strict --recursive $(SOURCES)
	shellcheck --external-sources $(SCRIPTS)

bench: release boot-storm exchange-benchmark tftp-load ## run the benchmarks, beside peers: Tests/Benchmarks/*/run
	@Tests/Lab/require each Tests/Benchmarks/*/run

bench-boot: release boot-storm ## a hundred to five thousand machines that boot at once, beside dnsmasq with nginx
	@Tests/Benchmarks/boot/run

bench-dhcp: release ## DHCP beside Kea, ISC dhcpd and dnsmasq
	@Tests/Benchmarks/dhcp/run

bench-dns: release ## how fast names follow a burst of leases into BIND, beside nsupdate
	@Tests/Benchmarks/dns/run

bench-exchange: exchange-benchmark ## what one exchange costs in processor time and allocations, without a network
	@Tests/Benchmarks/exchange/run

bench-http: release ## HTTP beside nginx
	@Tests/Benchmarks/http/run

bench-tftp: release tftp-load ## TFTP beside tftpd-hpa, atftpd and dnsmasq
	@Tests/Benchmarks/tftp/run

boot-storm: deps-build
	$(BUILD) --configuration release --static-swift-stdlib --product BootStormLoad

tftp-load: deps-build
	$(BUILD) --configuration release --static-swift-stdlib --product TFTPLoad

exchange-benchmark: deps-build
	$(BUILD) --configuration release --static-swift-stdlib --product ExchangeBenchmark

man: build ## write the lists of the manual's pages anew: packaging/
	@for page in packaging/*.[158]; do .build/debug/amorce manual "$$page" >"$$page.new" && mv "$$page.new" "$$page"; done

firmware-matrix: build ## boot a machine of every firmware, which takes an hour: docs/FIRMWARE.md
	@Tests/Lab/require packages $(FIRMWARE_PACKAGES)
	@Tests/Lab/firmware-matrix

fuzz: ## feed the parsers with noise: Tests/Fuzz/run
	@Tests/Lab/require each Tests/Fuzz/run

clean: ## remove what was built
	rm -rf .build

deps-build: ## install what building needs
	@Tests/Lab/require swift
	@Tests/Lab/require packages $(BUILD_PACKAGES)

deps-test: deps-build ## install what the tests need
	@Tests/Lab/require packages $(TEST_PACKAGES)

deps-demo: deps-build ## install what the demo needs
	@Tests/Lab/require packages $(LAB_PACKAGES)
