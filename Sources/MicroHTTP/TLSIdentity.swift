import CMicroHTTP
import Glibc
import NetTypes

/// A certificate with its chain, and its private key: what HTTPS is served with. They belong together, which is checked.
@safe package final class TLSIdentity: Sendable {
    let certificate: SecretText
    let key: SecretText
    /// When the certificate runs out.
    package let expiry: Timestamp

    /// - Parameters:
    ///   - certificate: PEM; the server's own first, then what it was signed with, up to the root or before it.
    ///   - key: PEM, without a password.
    package init(certificate: [UInt8], key: [UInt8]) throws(TLSIdentityError) {
        self.certificate = SecretText(certificate)
        self.key = SecretText(key)
        expiry = try Self.expiry(of: self.certificate)
        try Self.check(key: self.key)
        try Self.check(self.certificate, self.key)
    }

    private static func expiry(of certificate: SecretText) throws(TLSIdentityError) -> Timestamp {
        var datum = unsafe certificate.datum
        var list: UnsafeMutablePointer<gnutls_x509_crt_t?>?
        var count: UInt32 = 0
        let code = unsafe gnutls_x509_crt_list_import2(&list, &count, &datum, GNUTLS_X509_FMT_PEM, 0)
        guard code >= 0, let list = unsafe list else { throw .certificate(words(of: code)) }
        defer {
            for index in 0..<Int(count) { unsafe gnutls_x509_crt_deinit(list[index]) }
            unsafe amorce_http_free(list)
        }
        guard count > 0 else { throw .certificate("no certificate is in it") }
        return Timestamp(seconds: Int64(unsafe gnutls_x509_crt_get_expiration_time(list[0])))
    }

    private static func check(key: SecretText) throws(TLSIdentityError) {
        var parsed: gnutls_x509_privkey_t?
        guard unsafe gnutls_x509_privkey_init(&parsed) >= 0 else { throw .key("no memory is left") }
        defer { unsafe gnutls_x509_privkey_deinit(parsed) }
        var datum = unsafe key.datum
        let code = unsafe gnutls_x509_privkey_import2(parsed, &datum, GNUTLS_X509_FMT_PEM, nil, 0)
        guard code >= 0 else { throw .key(words(of: code)) }
    }

    private static func check(_ certificate: SecretText, _ key: SecretText) throws(TLSIdentityError) {
        var credentials: gnutls_certificate_credentials_t?
        guard unsafe gnutls_certificate_allocate_credentials(&credentials) >= 0 else {
            throw .certificate("no memory is left")
        }
        defer { unsafe gnutls_certificate_free_credentials(credentials) }
        var (first, second) = unsafe (certificate.datum, key.datum)
        let code = unsafe gnutls_certificate_set_x509_key_mem(credentials, &first, &second, GNUTLS_X509_FMT_PEM)
        guard code != GNUTLS_E_CERTIFICATE_KEY_MISMATCH else { throw .mismatch }
        guard code >= 0 else { throw .certificate(words(of: code)) }
    }

    /// GnuTLS's own words, without their full stop.
    private static func words(of code: Int32) -> String {
        let words = unsafe gnutls_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }
}

extension TLSIdentity: Equatable {
    package static func == (left: TLSIdentity, right: TLSIdentity) -> Bool {
        left.certificate.isSame(as: right.certificate) && left.key.isSame(as: right.key)
    }
}

/// Text for the C library, ended by a zero byte; when it is let go of, nothing is left of it in memory.
@safe final class SecretText: Sendable {
    nonisolated(unsafe) let start: UnsafeMutableRawPointer
    private let count: Int

    init(_ bytes: [UInt8]) {
        count = bytes.count
        let start = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 1, alignment: 1)
        unsafe start.copyBytes(from: bytes)
        unsafe start[bytes.count] = 0
        unsafe self.start = start.baseAddress.unsafelyUnwrapped
    }

    deinit {
        unsafe explicit_bzero(start, count)
        unsafe start.deallocate()
    }

    func isSame(as other: SecretText) -> Bool {
        guard count == other.count else { return false }
        return unsafe memcmp(start, other.start, count) == 0
    }

    @unsafe var datum: gnutls_datum_t {
        unsafe gnutls_datum_t(data: start.assumingMemoryBound(to: UInt8.self), size: UInt32(clamping: count))
    }
}

/// Why a certificate and a key cannot be used.
package enum TLSIdentityError: Error, Hashable, Sendable {
    /// In GnuTLS's words.
    case certificate(String)
    case key(String)
    /// The key is another certificate's.
    case mismatch
}
