#pragma once
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

// Variadic: Swift cannot call it. The options come as an array; the context is that of both callbacks.
static inline struct MHD_Daemon *amorce_http_start(unsigned flags, MHD_AcceptPolicyCallback policy,
                                                   MHD_AccessHandlerCallback handler, void *context,
                                                   const struct MHD_OptionItem *options) {
    return MHD_start_daemon(flags, 0, policy, context, handler, context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

// An IPv4 address in host order; 0 for what is none.
static inline uint32_t amorce_http_address(const struct sockaddr *address) {
    if (!address || address->sa_family != AF_INET) return 0;
    return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr);
}

// Variadic, with a union for an answer. The peer's IPv4 address in host order; 0 on a Unix socket.
static inline uint32_t amorce_http_peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? amorce_http_address(info->client_addr) : 0;
}

// Likewise: the connection's socket.
static inline int amorce_http_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

// Likewise: what was set when the connection was taken.
static inline void *amorce_http_state(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

// Variadic. Names the calling thread.
static inline void amorce_http_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

// A pointer to a function in GnuTLS.
static inline void amorce_http_free(void *memory) { gnutls_free(memory); }
