import NetTypes

extension Configuration {
    /// What stands below `http:`.
    package struct HTTP: Sendable {
        package let address: IPv4Address
        package let port: UInt16
        /// What machines are told, without a slash at the end; `nil` is this host's own address on their network.
        package let url: String?
        package let limits: WebLimits
        /// What is served by HTTPS beside it; `nil` if nothing is.
        package let tls: TLS?
    }

    /// What HTTP clients may ask for at the most.
    package struct WebLimits: Hashable, Sendable {
        /// Of each listener, HTTP's and HTTPS's.
        package let connections: Int
        package let connectionsPerClient: Int
        /// After this long without a byte, a connection is closed.
        package let idleTimeout: Interval
        /// How long a request may take to arrive.
        package let requestTimeout: Interval
        package let headerBytes: Int
        package let bodyBytes: Int
    }

    /// What stands below `http.tls:`.
    package struct TLS: Hashable, Sendable {
        package let address: IPv4Address
        package let port: UInt16
        /// The files of the certificate, with its chain, and of its key; both PEM.
        package let certificate: String
        package let key: String

        package init(address: IPv4Address, port: UInt16, certificate: String, key: String) {
            self.address = address
            self.port = port
            self.certificate = certificate
            self.key = key
        }
    }
}

extension ConfigurationFile {
    /// What is meant; `nil` where a value is missing, which was noted.
    func checkedHTTP(_ notebook: inout SettingsNotebook) -> Configuration.HTTP? {
        let tls = checkedTLS(&notebook)
        guard let listen = httpListen, let connections = maxConnections,
            let connectionsPerClient = maxConnectionsPerClient, let idleTimeout, let requestTimeout,
            let headerBytes = maxHeader, let bodyBytes = maxBody
        else { return nil }
        return Configuration.HTTP(
            address: listen.value.address, port: listen.value.port, url: httpURL?.value,
            limits: Configuration.WebLimits(
                connections: connections.value, connectionsPerClient: connectionsPerClient.value,
                idleTimeout: idleTimeout.value, requestTimeout: requestTimeout.value, headerBytes: headerBytes.value,
                bodyBytes: bodyBytes.value),
            tls: tls)
    }

    private func checkedTLS(_ notebook: inout SettingsNotebook) -> Configuration.TLS? {
        guard let listen = tlsListen, !notebook.hasMistake(in: "http.tls") else { return nil }
        switch (tlsCertificate, tlsKey) {
        case (let certificate?, let key?):
            if let plain = httpListen, listen.value.port == plain.value.port {
                notebook.note(
                    listen.key, fact: "port \(listen.value.port) is http.listen's already",
                    cure: "give HTTPS a port of its own, such as 443")
            }
            return Configuration.TLS(
                address: listen.value.address, port: listen.value.port, certificate: certificate.value, key: key.value)
        case (let certificate?, nil):
            notebook.note(
                certificate.key, fact: "stands without http.tls.key",
                cure: "write key: /etc/amorce/tls.key below http.tls")
        case (nil, let key?):
            notebook.note(
                key.key, fact: "stands without http.tls.certificate",
                cure: "write certificate: /etc/amorce/tls.crt below http.tls")
        case (nil, nil):
            guard notebook.has(listen.key) else { return nil }
            notebook.note(
                listen.key, fact: "stands without a certificate",
                cure: "write certificate: and key: below http.tls, or take this out")
        }
        return nil
    }
}
