// A single-producer single-consumer queue as C++ writes it, of the same layout as Runtime's Ring: indices
// 128 bytes apart, each side keeping the last value it read of the other's.

#include "cpeers.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <system_error>
#include <thread>

namespace {

struct Element {
    uint64_t words[6];
};

inline void relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

class Queue {
public:
    explicit Queue(uint64_t capacity) : mask_(capacity - 1), slots_(new Element[capacity]) {}

    bool push(const Element &element) {
        const uint64_t next = published_.load(std::memory_order_relaxed);
        if (next - cachedConsumed_ > mask_) {
            cachedConsumed_ = consumed_.load(std::memory_order_acquire);
            if (next - cachedConsumed_ > mask_) return false;
        }
        slots_[next & mask_] = element;
        published_.store(next + 1, std::memory_order_release);
        return true;
    }

    bool pop(Element &element) {
        const uint64_t next = consumed_.load(std::memory_order_relaxed);
        if (next == cachedPublished_) {
            cachedPublished_ = published_.load(std::memory_order_acquire);
            if (next == cachedPublished_) return false;
        }
        element = slots_[next & mask_];
        consumed_.store(next + 1, std::memory_order_release);
        return true;
    }

private:
    alignas(128) std::atomic<uint64_t> published_{0};
    uint64_t cachedConsumed_ = 0;
    alignas(128) std::atomic<uint64_t> consumed_{0};
    uint64_t cachedPublished_ = 0;
    alignas(128) const uint64_t mask_;
    std::unique_ptr<Element[]> slots_;
};

Element take(Queue &queue) {
    Element element;
    while (!queue.pop(element)) relax();
    return element;
}

void put(Queue &queue, const Element &element) {
    while (!queue.push(element)) relax();
}

int64_t now_ns() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

int64_t cpeers_queue_ping_pong_ns(uint64_t rounds, uint64_t capacity) {
    Queue there(capacity), back(capacity);
    try {
        std::thread echo([&] {
            for (uint64_t round = 0; round <= rounds; ++round) put(back, take(there));
        });
        put(there, Element{});  // The first round waits for the thread to start; it is not counted.
        Element element = take(back);
        const int64_t started = now_ns();
        for (uint64_t round = 0; round < rounds; ++round) {
            element.words[0] = round;
            put(there, element);
            element = take(back);
        }
        const int64_t spent = now_ns() - started;
        echo.join();
        return spent;
    } catch (const std::system_error &) {
        return -1;
    }
}

int64_t cpeers_queue_stream_ns(uint64_t count, uint64_t capacity) {
    Queue queue(capacity), ready(2);
    try {
        std::thread consumer([&] {
            put(ready, Element{});
            uint64_t sum = 0;
            for (uint64_t index = 0; index < count; ++index) sum += take(queue).words[0];
            put(ready, Element{{sum, 0, 0, 0, 0, 0}});
        });
        take(ready);
        const int64_t started = now_ns();
        Element element{};
        for (uint64_t index = 0; index < count; ++index) {
            element.words[0] = index;
            put(queue, element);
        }
        const uint64_t sum = take(ready).words[0];
        const int64_t spent = now_ns() - started;
        consumer.join();
        return sum == count * (count - 1) / 2 ? spent : -1;
    } catch (const std::system_error &) {
        return -1;
    }
}
