#pragma once
// kainjow's Mustache (C++) for C and Swift. No C++ exception leaves it: what fails is told by `mustache_failure`.
#include <stdbool.h>
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif

/// One rendering: values, slots, then the result.
typedef struct mustache_job mustache_job;
/// Bytes with their length; they are copied, and need no zero at the end.
typedef struct {
    const char *_Nullable bytes;
    size_t count;
} mustache_bytes;

/// NULL where there is no memory.
mustache_job *_Nullable mustache_new(void);
void mustache_free(mustache_job *_Nonnull job);

// The values, from the outermost in. The name counts in objects only.
void mustache_add_text(mustache_job *_Nonnull job, mustache_bytes name, mustache_bytes text);
void mustache_add_flag(mustache_job *_Nonnull job, mustache_bytes name, bool flag);
void mustache_begin(mustache_job *_Nonnull job, mustache_bytes name, bool is_list);
void mustache_end(mustache_job *_Nonnull job);

// The slots, from 0: what the numbers in the source's tags stand for.
void mustache_slot_literal(mustache_job *_Nonnull job, mustache_bytes text);
void mustache_slot_variable(mustache_job *_Nonnull job, mustache_bytes name);
void mustache_slot_section(mustache_job *_Nonnull job, mustache_bytes name);

/// Renders a source whose tags hold slot numbers: `{{&0}}{{#1}}{{&2}}{{/1}}`.
void mustache_render(mustache_job *_Nonnull job, mustache_bytes source);

// The results, which live as long as the job.
mustache_bytes mustache_result(const mustache_job *_Nonnull job);
/// Empty where all went well.
mustache_bytes mustache_failure(const mustache_job *_Nonnull job);
/// The slots of variables that are not defined, or are no text, in the order of the rendering.
size_t mustache_missed_count(const mustache_job *_Nonnull job);
size_t mustache_missed_slot(const mustache_job *_Nonnull job, size_t index);
bool mustache_missed_is_defined(const mustache_job *_Nonnull job, size_t index);

#ifdef __cplusplus
}
#endif
