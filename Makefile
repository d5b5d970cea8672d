# What a person or the CI does with this repository. Everything else is `swift` itself.

SWIFT ?= swift
# An import that Package.swift does not declare is an error: the build keeps the module walls.
WALLS = --explicit-target-dependency-import-check error
FORMATTED = $(wildcard Package.swift Sources Tests Benchmarks)

# A crashed test ends at once instead of waiting in the backtracer.
export SWIFT_BACKTRACE = enable=no

.PHONY: build demo bench test soak tsan check format clean dependencies

build: dependencies
	$(SWIFT) build $(WALLS)

# Daemon, terminal and a market on this machine; ends with Ctrl-C.
demo: dependencies
	$(SWIFT) build $(WALLS) --configuration release --product backstop
	$(SWIFT) build $(WALLS) --configuration release --product backstop-terminal
	$$($(SWIFT) build --configuration release --show-bin-path)/backstop demo

# Every figure beside its baseline, in a release build; fails when a ratio, a count or a budget is missed.
# BENCH_FLAGS="--quick" for a look while working.
bench: dependencies
	$(SWIFT) build $(WALLS) --configuration release --product backstop
	$(SWIFT) build $(WALLS) --configuration release --product backstop-terminal
	$(SWIFT) run $(WALLS) --configuration release Benchmarks $(BENCH_FLAGS)

# Everything.
test: dependencies
	$(SWIFT) test $(WALLS)

# What `make test` runs at a size that fits a change, at full size: a million closures that race stop updates, a
# thousand kills of a writing process, every pair of faults. Minutes.
soak: dependencies
	BACKSTOP_RACE_SEEDS=200 $(SWIFT) test $(WALLS) --filter ClosureRaceTests
	BACKSTOP_SOAK=1 $(SWIFT) test $(WALLS) --filter JournalTests

# What threads share, under the thread sanitizer, in a build folder of its own. Its reports end the run with a
# failure even where every expectation held.
tsan: dependencies
	TSAN_OPTIONS="halt_on_error=1 exitcode=66 $(TSAN_OPTIONS)" \
		$(SWIFT) test --package-path Tests/Sanitized --scratch-path .build-tsan --sanitize=thread

# What must hold before a commit: format, warnings as errors, the tests without processes; of the closure races
# a fifth.
check: dependencies
	$(SWIFT) format lint --strict --recursive --parallel --configuration .swift-format $(FORMATTED)
	$(SWIFT) build $(WALLS)
	BACKSTOP_RACE_SEEDS=4 $(SWIFT) test $(WALLS) --skip SystemTests

format:
	$(SWIFT) format --in-place --recursive --parallel --configuration .swift-format $(FORMATTED)

clean:
	$(SWIFT) package clean

dependencies:
	@scripts/install-dependencies
