-- What wrk prints at its end: requests/s, MB/s, latencies in ms (half, 99 of 100), errors.
done = function(summary, latency, requests)
    local seconds = summary.duration / 1000000
    local errors = summary.errors
    local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("report %.0f %.1f %.2f %.2f %d %d\n", summary.requests / seconds,
        summary.bytes / seconds / 1000000, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        wrong, summary.requests))
end
