import DHCPWire
import Testing

@Suite("A UDP packet for a packet socket, RFC 791 §3.1, RFC 768")
struct UDPPacketTests {}
