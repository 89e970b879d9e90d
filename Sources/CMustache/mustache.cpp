#include "CMustache.h"

#include <exception>
#include <kainjow/mustache.hpp>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace {

using kainjow::mustache::data;

struct Slot {
    enum class Kind { literal, variable, section };
    Kind kind;
    /// The text of a literal; the name of the others.
    data literal;
    std::string name;
};

struct Missed {
    size_t slot;
    bool is_defined;
};

std::string string(mustache_bytes bytes) { return bytes.count == 0 ? std::string() : std::string(bytes.bytes, bytes.count); }

/// Looks numbers up in the slots, and the slots' names in the values; it sees which names are not there.
class Context final : public kainjow::mustache::context<std::string> {
public:
    Context(const data *values, const std::vector<Slot> &slots, std::vector<Missed> &missed)
        : context(values), slots_(slots), missed_(missed) {}

    const data *get(const std::string &number) const override {
        const size_t index = std::stoul(number);
        const Slot &slot = slots_.at(index);
        if (slot.kind == Slot::Kind::literal) return &slot.literal;
        const data *found = context::get(slot.name);
        if (slot.kind == Slot::Kind::section) {
            // For kainjow every text is true; a variable that was left empty is meant to be false.
            return found && found->is_string() && found->string_value().empty() ? nullptr : found;
        }
        if (!found || !found->is_string()) {
            missed_.push_back({index, found != nullptr});
            return nullptr;
        }
        return found;
    }

private:
    const std::vector<Slot> &slots_;
    std::vector<Missed> &missed_;
};

}  // namespace

struct mustache_job {
    data values{data::type::invalid};
    /// The objects and lists that are not ended yet, with their names.
    std::vector<std::pair<std::string, data>> open;
    std::vector<Slot> slots;
    std::vector<Missed> missed;
    std::string result;
    std::string failure;

    void add(const std::string &name, data &&value) {
        if (open.empty()) {
            values = std::move(value);
        } else if (open.back().second.is_list()) {
            open.back().second.push_back(value);
        } else {
            open.back().second.set(name, value);
        }
    }
};

namespace {

template <typename Body>
void guarded(mustache_job *job, Body body) noexcept {
    try {
        body();
    } catch (const std::exception &error) {
        try {
            job->failure = error.what();
        } catch (...) {
            job->failure.assign(1, '?');  // one character needs no memory
        }
    } catch (...) {
        job->failure.assign(1, '?');
    }
}

mustache_bytes view(const std::string &text) { return {text.data(), text.size()}; }

}  // namespace

mustache_job *mustache_new(void) {
    try {
        return new mustache_job();
    } catch (...) {
        return nullptr;
    }
}

void mustache_free(mustache_job *job) { delete job; }

void mustache_add_text(mustache_job *job, mustache_bytes name, mustache_bytes text) {
    guarded(job, [&] { job->add(string(name), data(string(text))); });
}

void mustache_add_flag(mustache_job *job, mustache_bytes name, bool flag) {
    guarded(job, [&] { job->add(string(name), data(flag)); });
}

void mustache_begin(mustache_job *job, mustache_bytes name, bool is_list) {
    guarded(job, [&] {
        job->open.emplace_back(string(name), data(is_list ? data::type::list : data::type::object));
    });
}

void mustache_end(mustache_job *job) {
    guarded(job, [&] {
        if (job->open.empty()) return;
        auto ended = std::move(job->open.back());
        job->open.pop_back();
        job->add(ended.first, std::move(ended.second));
    });
}

void mustache_slot_literal(mustache_job *job, mustache_bytes text) {
    guarded(job, [&] { job->slots.push_back({Slot::Kind::literal, data(string(text)), {}}); });
}

void mustache_slot_variable(mustache_job *job, mustache_bytes name) {
    guarded(job, [&] { job->slots.push_back({Slot::Kind::variable, data(false), string(name)}); });
}

void mustache_slot_section(mustache_job *job, mustache_bytes name) {
    guarded(job, [&] { job->slots.push_back({Slot::Kind::section, data(false), string(name)}); });
}

void mustache_render(mustache_job *job, mustache_bytes source) {
    guarded(job, [&] {
        if (!job->failure.empty()) return;
        kainjow::mustache::mustache engine(string(source));
        Context context(&job->values, job->slots, job->missed);
        if (engine.is_valid()) job->result = engine.render(context);
        job->failure = engine.error_message();
    });
}

mustache_bytes mustache_result(const mustache_job *job) { return view(job->result); }
mustache_bytes mustache_failure(const mustache_job *job) { return view(job->failure); }
size_t mustache_missed_count(const mustache_job *job) { return job->missed.size(); }
size_t mustache_missed_slot(const mustache_job *job, size_t index) {
    return index < job->missed.size() ? job->missed[index].slot : 0;
}
bool mustache_missed_is_defined(const mustache_job *job, size_t index) {
    return index < job->missed.size() && job->missed[index].is_defined;
}
